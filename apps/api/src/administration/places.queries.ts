import type { Executor } from '#lis/persistence';

type Place = { code: string; name: string };

/** Sites and laboratories of a realm, or jurisdictions, which both realms share; by code, 50 at most. */
export function findPlaces(
  db: Executor,
  realm: 'real' | 'drill',
  kind: 'site' | 'laboratory' | 'jurisdiction',
  find: string,
) {
  const [from, to] = realm === 'real' ? [1, 2_147_483_647] : [-2_147_483_648, -1];
  const wanted = find.trim().toLowerCase();
  if (kind === 'jurisdiction') {
    return db<Place[]>`
      select code, name from jurisdiction
      where strpos(lower(code), ${wanted}) > 0 or strpos(lower(name), ${wanted}) > 0 order by code limit 50`;
  }
  return kind === 'site'
    ? db<Place[]>`
        select code, name from site
        where id between ${from} and ${to} and (strpos(lower(code), ${wanted}) > 0 or strpos(lower(name), ${wanted}) > 0)
        order by code limit 50`
    : db<Place[]>`
        select code, name from laboratory
        where id between ${from} and ${to} and (strpos(lower(code), ${wanted}) > 0 or strpos(lower(name), ${wanted}) > 0)
        order by code limit 50`;
}
