import type { DesignConditions, JudgedDesign } from '#lis/contracts';
import { expect, it } from 'vitest';
import { en } from '../../src/texts/en.js';
import { formats } from '../../src/texts/formats.js';
import { zh } from '../../src/texts/zh.js';
import { designsEn } from '../texts/en.js';
import { designsZh } from '../texts/zh.js';
import { inUseText, perDay, refusalText } from './refusal-text.js';

const english = { texts: designsEn, formats: formats('en', en) };
const conditions: DesignConditions = {
  ...{ kitId: 'kit', kitVersion: 1, robot: 'no', sensitivityFloor: 0.95, missedPer100000: 50 },
  ...{ hoursPerStage: 6, deadlineHours: 12, aliquots: 2, specimensPerDay: 300, retestsPerDay: 20 },
};
const design = (given: Partial<JudgedDesign> = {}): JudgedDesign => ({
  ...{ design: 'stages-8:1', family: 'dorfman', stages: 2, aliquots: 1, largestPool: 8, batch: 8 },
  ...{ needsRobot: false, testsPerPerson: 0.2, retestsPerPerson: 0.05, poolingSensitivity: 0.946 },
  ...{ missedPer100000: 10, missedAtWorst: 61.26, retestsAtWorst: 0.1, refusals: [] },
  ...given,
});

it('says every reason with its figure and the limit', () => {
  const all = design({
    ...{ stages: 3, aliquots: 6, batch: 384 },
    refusals: ['prevalence', 'sensitivity', 'missed', 'deadline', 'aliquots', 'robot', 'retests', 'batch'],
  });
  expect(refusalText(all, conditions, english).split('; ')).toEqual([
    'above a prevalence of 38.2 % pooling saves nothing',
    'sensitivity of its pools 94.6\u00a0%, at least 95\u00a0% is asked for',
    'misses up to 61.3 in 100,000, the limit is 50',
    '3 rounds take 18 h, there are 12 h',
    'takes 6 aliquots of a specimen, at most 2',
    'needs a robot',
    'up to 30 retests a day, room for 20',
    'a batch is 384 specimens, a day brings 300',
  ]);
  expect(refusalText(design(), conditions, english)).toBe('');
  const chinese = { texts: designsZh, formats: formats('zh-CN', zh) };
  expect(refusalText(design({ refusals: ['robot', 'retests'] }), conditions, chinese)).toBe(
    '须用加样工作站；每日复检最多 30，可做 20',
  );
});

it('rounds a day’s retests up', () => {
  expect(perDay(0.1001, 300, english.formats)).toBe('31');
  expect(perDay(0.1, 300, english.formats)).toBe('30');
  expect(perDay(0, 300, english.formats)).toBe('0');
});

it('says what became of the design in use', () => {
  const [chosen, dear] = [design(), design({ design: 'stages-5:1', testsPerPerson: 0.25 })];
  const late = design({ design: 'array-8x12', refusals: ['robot'] });
  const say = (inUse: string) =>
    inUseText({ chosen, weighed: [chosen, dear, late], conditions }, inUse, english);
  expect(say('stages-8:1')).toBe(designsEn.inUse.best);
  expect(say('stages-5:1')).toContain('needs 25\u00a0% more tests');
  expect(say('array-8x12')).toBe('Under the conditions below it is no longer admissible: needs a robot.');
  expect(say('stages-30:1')).toBeNull();
});
