import { expect, it } from 'vitest';
import { createSchedule, ranks } from './schedule.js';

const fail = (error: unknown) => {
  throw error;
};

it('begins what is due, tablets before couriers, and says until when everything is done', async () => {
  const schedule = createSchedule(fail);
  const begun: string[] = [];
  let finishBox: () => void = () => undefined;
  schedule.add(200, ranks.tablet, async () => void begun.push('later'));
  schedule.add(
    100,
    ranks.courier,
    () =>
      new Promise((resolve) => {
        begun.push('box');
        finishBox = resolve;
      }),
  );
  schedule.add(100, ranks.tablet, async () => void begun.push('tablet'));
  expect(schedule.nextAt()).toBe(100);
  schedule.show(150);
  expect(begun).toEqual(['tablet', 'box']);
  await schedule.change(50);
  expect(schedule.doneUntil()).toBe(99);
  finishBox();
  await schedule.change(50);
  expect(schedule.doneUntil()).toBe(150);
  expect(schedule.size()).toBe(1);
});

it('tells what breaks an event, and stops for what nobody can excuse', async () => {
  const excused: unknown[] = [];
  const schedule = createSchedule((error) => void excused.push(error));
  schedule.add(1, ranks.bench, () => Promise.reject(new Error('no')));
  schedule.show(1);
  await schedule.change(50);
  expect(excused).toEqual([new Error('no')]);

  const strict = createSchedule(fail);
  strict.add(1, ranks.bench, () => Promise.reject(new Error('never')));
  strict.show(1);
  await expect(strict.change(50)).rejects.toThrow('never');
});
