import { specimensIn } from './design-rows.js';
import { CONTROL_WELLS, type PlateFormat, type PlatePlace, wellsOf } from './plate-format.js';
import type { PoolDesign } from './pool-design.js';

export type PoolLayout = {
  /** where each specimen comes from */
  readonly sources: readonly PlatePlace[];
  /** where each pool is made; null for a pool without specimens */
  readonly targets: readonly (PlatePlace | null)[];
  /** where the pool of all is made; null when the design has none */
  readonly master: PlatePlace | null;
};

/**
 * Specimens fill source plates column by column in their order, pools the target plates after them, the master pool
 * first. Two wells of each target plate stay free for controls (A12 and H12, A24 and P24).
 */
export function poolLayout(
  design: PoolDesign,
  sourceFormat: PlateFormat,
  targetFormat: PlateFormat,
): PoolLayout {
  const sources = places(sourceFormat, []);
  const targets = places(targetFormat, CONTROL_WELLS[targetFormat]);
  const master = design.hasMaster ? targets(0) : null;
  const first = master === null ? 0 : 1;
  return {
    sources: Array.from({ length: design.specimens }, (_, specimen) => sources(specimen)),
    targets: Array.from({ length: design.pools }, (_, pool) =>
      specimensIn(design, pool).length === 0 ? null : targets(first + pool),
    ),
    master,
  };
}

function places(format: PlateFormat, free: readonly string[]): (index: number) => PlatePlace {
  const used = wellsOf(format).flatMap((well, index) =>
    free.includes(well) ? [] : [{ well, position: index + 1 }],
  );
  return (index) => {
    const { well, position } = used[index % used.length] as { well: string; position: number };
    return { plate: Math.floor(index / used.length) + 1, well, position };
  };
}
