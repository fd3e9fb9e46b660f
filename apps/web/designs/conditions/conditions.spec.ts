import { type DesignChoiceStart, DesignChoiceQuery, DesignConditions } from '#lis/contracts';
import { expect, it } from 'vitest';
import { firstValues, prevalenceTexts } from './form-values.js';
import { questionOf, readConditions, roundsOf } from './read-conditions.js';

const stated = { sensitivity: 0.98, specificity: 0.999, aliquotsValidated: 64 };
const start = (given: Partial<DesignChoiceStart> = {}): DesignChoiceStart => ({
  kits: [
    { id: 'silent', version: 3, name: 'S', stated: null },
    { id: 'kit', version: 2, name: 'K', stated },
  ],
  sweeps: [{ id: -7, name: 'drill' }],
  decision: null,
  ...given,
});
const read = (given: object = {}, isCounted = true) =>
  readConditions({ ...firstValues(start()), ...given }, isCounted);
const own = (prevalence: string, prevalenceLow: string, prevalenceHigh: string) => ({
  ownPrevalence: { prevalence, prevalenceLow, prevalenceHigh },
});

it('begins with a kit that states something and the latest sweep, and asks what the server understands', () => {
  const told = read();
  if ('wrong' in told) throw new Error(JSON.stringify(told.wrong));
  expect(told.conditions).toMatchObject({ kitId: 'kit', kitVersion: 2, sweepId: -7, sensitivityFloor: 0.8 });
  expect(told.conditions).not.toHaveProperty('prevalence');
  const asked = Object.fromEntries(new URLSearchParams(questionOf(told.conditions).split('?')[1]));
  expect(DesignChoiceQuery.parse(asked)).toEqual(told.conditions);
});

it('sends own figures as shares, however small, the same in a question and in a decision', () => {
  const told = read({ ...own('0.0000123', '0', '1.5'), sensitivityFrom: 'own', ctDeviation: '0.4' });
  if ('wrong' in told) throw new Error(JSON.stringify(told.wrong));
  expect(told.conditions).toMatchObject({ prevalence: 1.23e-7, prevalenceLow: 0, prevalenceHigh: 0.015 });
  const asked = Object.fromEntries(new URLSearchParams(questionOf(told.conditions).split('?')[1]));
  expect(DesignChoiceQuery.parse(asked)).toEqual(told.conditions);
  expect(DesignConditions.parse(told.conditions)).toEqual(told.conditions);
});

it('says which field is wrong and why', () => {
  expect(read({}, false)).toEqual({
    wrong: { prevalence: 'empty', prevalenceLow: 'empty', prevalenceHigh: 'empty' },
  });
  expect(read(own('0.1', '0.2', '0.3'))).toEqual({ wrong: { prevalence: 'rising' } });
  expect(read(own('1e-3', '0', '101'))).toEqual({ wrong: { prevalence: 'number', prevalenceHigh: 'share' } });
  expect(read({ kit: '', aliquots: '1.5', specimensPerDay: '-1', retestsPerDay: '' })).toEqual({
    wrong: { kit: 'empty', aliquots: 'whole', specimensPerDay: 'number', retestsPerDay: 'empty' },
  });
  expect(read({ sensitivityFrom: 'own', ctDeviation: '9' })).toEqual({ wrong: { ctDeviation: 'range' } });
});

it('begins with the conditions of the last decision, and its kit while that is there', () => {
  const conditions = DesignConditions.parse({
    ...{ kitId: 'silent', kitVersion: 3, robot: 'yes', sensitivityFloor: 0.925, missedPer100000: 7 },
    ...{ hoursPerStage: 4, deadlineHours: 9, aliquots: 3, specimensPerDay: 900, retestsPerDay: 90 },
    ...{ prevalence: 0.01, ctDeviation: 0.3 },
  });
  const decision = { design: 'individual', conditions, decidedBy: 'x', decidedAt: '2030-01-01T00:00:00Z' };
  const values = firstValues(start({ decision }));
  expect(values).toMatchObject({ kit: 'silent@3', robot: 'yes', sensitivityFloor: '92.5', aliquots: '3' });
  expect(values).toMatchObject({ sensitivityFrom: 'own', ctDeviation: '0.3', ownPrevalence: null });
  expect(roundsOf(values)).toBe(2);
  expect(roundsOf({ ...values, hoursPerStage: '0' })).toBeNull();
  const gone = { ...decision, conditions: { ...conditions, kitVersion: 4 } };
  expect(firstValues(start({ decision: gone })).kit).toBe('kit@2');
});

it('shows what was counted to three digits, and nothing where nothing is told', () => {
  expect(prevalenceTexts({ estimate: 0.00012345, low: 0, high: 0.0101 })).toEqual({
    prevalence: '0.0123',
    prevalenceLow: '0',
    prevalenceHigh: '1.01',
  });
  expect(prevalenceTexts(null).prevalence).toBe('');
});
