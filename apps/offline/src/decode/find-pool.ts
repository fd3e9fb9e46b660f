import { type PlateFormat, poolLayout } from '#lis/domain';
import { MASTER, type NamedDesign } from '../designs/named-design.js';
import { didYouMean } from '../input/nearest-name.js';

/** Gives the pool that a name means, or what was expected there. */
export type FindPool = (name: string) => { readonly pool: number } | { readonly expected: string };

/**
 * A pool is called by its number from 1, `master`, its well on the design's own target plate (`A1`, `2:A1` on the second plate), or by
 * its name in the laboratory's own matrix.
 */
export function poolFinder(named: NamedDesign, target: PlateFormat = 96): FindPool {
  const { design, poolNames } = named;
  const places = new Map<string, number>();
  const layout = poolLayout(design, 96, target);
  layout.targets.forEach((place, pool) => {
    if (place === null) return;
    places.set(`${place.plate}:${place.well}`, pool);
    if (place.plate === 1) places.set(place.well, pool);
  });
  if (layout.master !== null)
    for (const name of ['master', layout.master.well, `1:${layout.master.well}`]) places.set(name, MASTER);
  const own = new Map((poolNames ?? []).map((name, pool) => [name, pool]));
  const expected = poolNames
    ? `a pool of ${design.id}: ${poolNames.slice(0, 6).join(', ')}${poolNames.length > 6 ? ', …' : ''}`
    : `a pool of ${design.id}: 1 … ${design.pools}, or a well A1 … ${layout.targets.findLast((place) => place !== null)?.well ?? ''}${design.hasMaster ? ', or master' : ''}`;
  return (name) => {
    const at = own.get(name);
    if (at !== undefined) return { pool: at };
    if (poolNames === null && /^\d{1,6}$/.test(name)) {
      const pool = Number(name) - 1;
      return pool >= 0 && pool < design.pools ? { pool } : { expected: `expected ${expected}` };
    }
    const well = name.toUpperCase().replace(/^((?:\d+:)?[A-P])0*(?=\d)/, '$1');
    const pool = places.get(well) ?? places.get(name.toLowerCase());
    if (pool !== undefined) return { pool };
    if (/^master$/i.test(name))
      return { expected: `no master pool: ${design.id} has none; another design is ${design.id}-master` };
    const names = poolNames ?? [...places.keys()];
    return { expected: `expected ${expected}${didYouMean(name, names)}` };
  };
}
