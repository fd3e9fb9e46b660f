import { builtInDesign, type BuiltInDesignId, defaultTolerance, designFacts } from '#lis/domain';
import type { Desk } from '../desk.js';
import { DESIGN_IDS } from '../designs/find-design.js';
import { columnsOf } from '../input/columns-of.js';
import { parseOptions } from '../input/parse-options.js';

/** `design list` */
export function runList(args: readonly string[], { print }: Desk): void {
  parseOptions(args, {});
  const rows = DESIGN_IDS.map((id) => {
    const design = builtInDesign(id as BuiltInDesignId);
    const { weight, poolSize, overlap, guaranteedPositives } = designFacts(design);
    return [
      id,
      String(design.specimens),
      `${design.pools}${design.hasMaster ? '+1' : ''}`,
      String(weight.max),
      range(poolSize),
      String(overlap),
      String(guaranteedPositives),
      String(defaultTolerance(weight.max)),
    ];
  });
  const heading = ['design', 'specimens', 'pools', 'pools each', 'pool size', 'shared', 'told apart', 'e'];
  print(columnsOf([heading, ...rows], [1, 2, 3, 4, 5, 6, 7]));
  print(
    '\ndorfman-N-by-K: N specimens in pools of K. "+1": a master pool is tested first. "shared": the most pools that two specimens\nshare. "told apart": so many positives are found exactly, whoever they are, by tests that never err. "e": negative\npools that a positive may have before it is called negative.\n',
  );
}

export const range = ({ min, max }: { min: number; max: number }): string =>
  min === max ? String(min) : `${min}-${max}`;
