import { LabRuleViolation } from '../errors/lab-rule-violation.js';
import { poolsOf, specimensIn } from './design-rows.js';
import type { PlateFormat, PlatePlace } from './plate-format.js';
import type { PoolDesign } from './pool-design.js';
import { poolLayout } from './pool-layout.js';

export type PipettingOrder = {
  /** for exactly the specimens that are pooled: `firstSpecimens` for a batch that is not full */
  readonly design: PoolDesign;
  /** tube codes, and the volume of each in µl, in the design's order */
  readonly specimens: readonly { readonly code: string; readonly microlitres: number }[];
  readonly sourceFormat: PlateFormat;
  readonly targetFormat: PlateFormat;
  /** µl of a specimen that go into each of its pools */
  readonly aliquot: number;
  /** µl that cannot be drawn from a source */
  readonly dead: number;
  /** µl that must be left for the single test of an undecided specimen */
  readonly reserve: number;
  /** µl that a target well holds */
  readonly wellCapacity: number;
};

export type Transfer = {
  readonly code: string;
  readonly from: PlatePlace;
  /** −1: the master pool */
  readonly pool: number;
  readonly to: PlatePlace;
  readonly microlitres: number;
};

/**
 * One transfer for each specimen and pool, specimen by specimen. Nothing is pooled in part: a specimen that is missing
 * from one of its pools would be called by pools it is not in, so a short specimen refuses the list, which is made again
 * without it.
 * @throws LabRuleViolation `pooling-count-differs`, `pooling-specimen-twice`, `pooling-volume-unknown`,
 *   `pooling-volume-short` (names every short code), `pooling-well-too-small`
 */
export function pipettingList(order: PipettingOrder): Transfer[] {
  const { design, specimens, aliquot } = order;
  requireVolumes(order);
  const layout = poolLayout(design, order.sourceFormat, order.targetFormat);
  return specimens.flatMap(({ code }, specimen) => {
    const from = layout.sources[specimen] as PlatePlace;
    const pools = [...poolsOf(design, specimen)].map((pool) => ({
      pool,
      to: layout.targets[pool] as PlatePlace,
    }));
    const all = layout.master === null ? pools : [{ pool: -1, to: layout.master }, ...pools];
    return all.map(({ pool, to }) => ({ code, from, pool, to, microlitres: aliquot }));
  });
}

function requireVolumes(order: PipettingOrder): void {
  const { design, specimens, aliquot, dead, reserve, wellCapacity } = order;
  if (specimens.length !== design.specimens)
    throw new LabRuleViolation('pooling-count-differs', {
      specimens: specimens.length,
      design: design.specimens,
    });
  const codes = new Set<string>();
  for (const { code } of specimens) {
    if (codes.has(code)) throw new LabRuleViolation('pooling-specimen-twice', { code });
    codes.add(code);
  }
  const known = (volume: number) => Number.isFinite(volume) && volume >= 0;
  const volumes = [dead, reserve, wellCapacity, ...specimens.map(({ microlitres }) => microlitres)];
  if (!volumes.every(known) || !known(aliquot) || aliquot === 0)
    throw new LabRuleViolation('pooling-volume-unknown');
  const masters = design.hasMaster ? 1 : 0;
  const short = specimens.filter(
    ({ microlitres }, i) => microlitres < dead + reserve + aliquot * (poolsOf(design, i).length + masters),
  );
  if (short.length > 0)
    throw new LabRuleViolation('pooling-volume-short', { codes: short.map(({ code }) => code) });
  const sizes = Array.from({ length: design.pools }, (_, pool) => specimensIn(design, pool).length);
  const largest = Math.max(...sizes, masters * design.specimens);
  if (largest * aliquot > wellCapacity)
    throw new LabRuleViolation('pooling-well-too-small', { needed: largest * aliquot, wellCapacity });
}
