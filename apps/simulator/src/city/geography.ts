import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export type Place = { code: string; name: string; level: string; parentCode: string; population: number };
export type Geography = {
  /** the CSV itself, as the product imports it */
  csv: string;
  places: ReadonlyMap<string, Place>;
  districts: readonly Place[];
  /** in the order of their streets and districts: neighbours are neighbours */
  communities: readonly Place[];
};

const name = 'apps/simulator/data/wuhan.csv';
// beside the sources, or beside the project when this runs from `dist`
const candidates = ['../../../../', '../../../../../'].map((up) =>
  fileURLToPath(new URL(up + name, import.meta.url)),
);

export function loadGeography(): Geography {
  const file = candidates.find((path) => existsSync(path));
  if (!file) throw new Error(`${name} is not there`);
  const csv = readFileSync(file, 'utf8');
  return readGeography(csv);
}

/** Reads code,name,level,parent_code,population; no field of it holds a comma. */
export function readGeography(csv: string): Geography {
  const all = csv
    .trim()
    .split(/\r?\n/)
    .slice(1)
    .map((line): Place => {
      const [code = '', placeName = '', level = '', parentCode = '', population = '0'] = line.split(',');
      return { code, name: placeName, level, parentCode, population: Number(population) };
    });
  const communities = all
    .filter(({ level }) => level === 'community')
    .sort((a, b) => (a.code < b.code ? -1 : 1));
  return {
    csv,
    places: new Map(all.map((place) => [place.code, place])),
    districts: all.filter(({ level }) => level === 'district'),
    communities,
  };
}
