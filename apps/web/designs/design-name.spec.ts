import { designCandidates } from '#lis/domain';
import { expect, it } from 'vitest';
import { designName } from './design-name.js';
import { designsEn } from './texts/en.js';
import { designsZh } from './texts/zh.js';

it('has a name of its own in both languages for everything that is offered', () => {
  const ids = designCandidates(64).map(({ id }) => id);
  for (const texts of [designsEn, designsZh]) {
    const names = ids.map((id) => designName(id, texts));
    expect(names.filter((name, i) => name === ids[i])).toEqual([]);
    expect(new Set(names).size).toBe(ids.length);
  }
});

it('says what is done', () => {
  const name = (id: string) => designName(id, designsEn);
  expect(name('stages-8:1')).toBe('Pools of 8, then singly');
  expect(name('stages-25:5:1')).toBe('Pools of 25, then of 5, then singly');
  expect(name('hypercube-3^4-master')).toBe('Cube: 81 in 12 pools, after one pool of all');
  expect(name('hyper-384x48-q3')).toBe('HYPER: 384 in 48 pools');
  expect(name('of-tomorrow')).toBe('of-tomorrow');
  expect(designName('stages-25:5:1', designsZh)).toBe('25 份一混，再 5 份一混，再单检');
});
