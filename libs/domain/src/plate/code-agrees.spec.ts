import { describe, expect, it } from 'vitest';
import { codeAgrees, type LaidOut } from './code-agrees.js';

const tube: LaidOut = { control: null, code: 'T1' };
const negative: LaidOut = { control: 'negative', code: null };
const agrees = (place: LaidOut | undefined, code: string | null) =>
  codeAgrees(place, code, (one) => ['T1', 'T2'].includes(one));

describe('the code that is given for a well', () => {
  it('must be that of the tube that stands there', () => {
    expect(agrees(tube, 'T1')).toBe(true);
    for (const other of ['T2', 't1', '', null]) expect(agrees(tube, other)).toBe(false);
  });

  it('may be any name of a control but a tube’s, or one that begins like another kind', () => {
    for (const name of [null, 'NC', 'nc-1', 'NC2', 'NCX', 'PCR blank', 'water'])
      expect(agrees(negative, name)).toBe(true);
    for (const name of ['T1', 'T2', 'PC', 'pc-1', 'EC 1']) expect(agrees(negative, name)).toBe(false);
    expect(agrees({ control: 'extraction', code: null }, 'EC')).toBe(true);
    expect(agrees({ control: 'positive', code: null }, 'PC')).toBe(true);
    expect(agrees({ control: 'positive', code: null }, 'NC')).toBe(false);
  });

  it('agrees with nothing where nothing was laid out', () => {
    expect(agrees(undefined, null)).toBe(false);
    expect(agrees(undefined, 'T1')).toBe(false);
  });
});
