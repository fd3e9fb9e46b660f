import { BUILT_IN_DESIGNS, builtInDesign, dorfmanDesign, isBuiltInDesign } from '#lis/domain';
import type { Desk } from '../desk.js';
import { InputRefusal } from '../input/input-refusal.js';
import { didYouMean } from '../input/nearest-name.js';
import { readLines } from '../input/read-lines.js';
import type { NamedDesign } from './named-design.js';
import { readMatrix } from './read-matrix.js';

export const DESIGN_IDS = Object.keys(BUILT_IN_DESIGNS);

/**
 * A design by its id (`rs-384x48`), Dorfman pools of any size (`dorfman-96-by-8`), or a file with somebody's own matrix.
 * @throws InputRefusal with the list of designs and the nearest of them
 */
export function findDesign(text: string, desk: Pick<Desk, 'read'>): NamedDesign {
  const built = (design: NamedDesign['design']) => ({ design, poolNames: null, specimenNames: null });
  if (isBuiltInDesign(text)) return built(builtInDesign(text));
  const dorfman = /^dorfman-(\d{1,5})-by-(\d{1,5})$/.exec(text);
  if (dorfman) {
    const [specimens, size] = [Number(dorfman[1]), Number(dorfman[2])];
    if (specimens < 1 || size < 1 || specimens > 0xffff)
      throw new InputRefusal(`--design ${text}: expected 1 … 65535 specimens in pools of at least 1`);
    return built(dorfmanDesign(specimens, size));
  }
  if (/[/\\]|\.(csv|tsv|txt)$/i.test(text)) return readMatrix(readLines(text, desk.read(text)));
  throw new InputRefusal(
    `There is no design "${text}"${didYouMean(text, DESIGN_IDS)}.\nDesigns: ${DESIGN_IDS.join(', ')}, dorfman-N-by-K, or a CSV file with your own matrix.`,
  );
}
