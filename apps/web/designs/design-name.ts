import type { DesignTexts } from './texts/zh.js';

/** A design in the words of the bench; one that has none is called by its id. */
export function designName(id: string, { names }: Pick<DesignTexts, 'names'>): string {
  if (id === 'individual') return names.individual;
  const [, base = id, master] = /^(.*?)(-master)?$/.exec(id) ?? [];
  const name = nameOf(base, names);
  return name === undefined ? id : master ? names.master(name) : name;
}

function nameOf(id: string, names: DesignTexts['names']): string | undefined {
  const [, sizes] = /^stages-([\d:]+):1$/.exec(id) ?? [];
  if (sizes !== undefined) return names.stages(sizes.split(':'));
  const [, dimensions] = /^hypercube-3\^(\d)$/.exec(id) ?? [];
  if (dimensions !== undefined)
    return names.cube(String(3 ** Number(dimensions)), String(3 * Number(dimensions)));
  const [, family, specimens = '', pools = ''] =
    /^(array|hyper|rs|triples)-(\d+)x(\d+)(?:-q\d)?$/.exec(id) ?? [];
  return family === undefined
    ? undefined
    : names[family as 'array' | 'hyper' | 'rs' | 'triples'](specimens, pools);
}
