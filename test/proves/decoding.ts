import { seeded } from '#lis/domain';
import { noiseless } from './decoding/1-noiseless.js';
import { disjunct } from './decoding/2-disjunct.js';
import { exactPosteriors } from './decoding/3-exact.js';
import { calibration } from './decoding/4-calibration.js';
import { search } from './decoding/5-search.js';
import { erasedOrFlipped } from './decoding/6-erased-flipped.js';
import { formulas } from './decoding/7-formulas.js';
import { information } from './decoding/8-information.js';
import { safety } from './decoding/9-safety.js';
import { determinism } from './decoding/10-determinism.js';
import { ctValues } from './decoding/11-ct.js';
import { acceptance } from './decoding/12-acceptance.js';
import type { Group } from './decoding/group.js';
import type { Prove } from './prove.js';

const groups: readonly (readonly [string, Group])[] = [
  ['1 noiseless', noiseless],
  ['2 any two positives', disjunct],
  ['3 exact posteriors', exactPosteriors],
  ['4 calibration', calibration],
  ['5 search', search],
  ['6 erased or flipped', erasedOrFlipped],
  ['7 formulas', formulas],
  ['8 information', information],
  ['9 safety', safety],
  ['10 determinism', determinism],
  ['11 Ct', ctValues],
  ['12 acceptance', acceptance],
];

/**
 * The groups of tests of the decoders (docs/decoders.md) in their large form, drawn by the seed; the specs hold the published
 * and golden data. Group 13 is `npm run bench -- decoding`, which measures.
 */
export const prove: Prove = ({ seed, small, report }) => {
  for (const [name, group] of groups) {
    const { violation, figures } = group(seeded(`${seed} ${name}`), small);
    report({ [name]: figures });
    if (violation !== null) return Promise.resolve(`group ${name}: ${violation}`);
  }
  report({ '13 speed': 'npm run bench -- decoding' });
  return Promise.resolve(null);
};
