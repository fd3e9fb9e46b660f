import type { Pools, Prevalence } from '../server/answers.js';
import { useLanguage } from '../texts/language.js';
import { PoolLinesTable } from './pool-lines-table.js';
import { Few } from './prevalence-figures.js';

/** Days in numbers, and all of them together. */
export function PrevalenceDays({ answer }: { answer: Prevalence }) {
  const { texts, formats } = useLanguage();
  const words = texts.prevalence;
  const line = (key: string, heading: string, pools: Pools) => ({
    key,
    heading,
    pools,
    last: (
      <>
        <Few count={pools.inconclusive} /> / {formats.number(pools.invalid)}
      </>
    ),
  });
  return (
    <PoolLinesTable
      heading={words.day}
      lastHeading={words.unclear}
      lines={[
        ...answer.days.map((pools) => line(pools.day, formats.day(pools.day), pools)),
        ...(answer.days.length > 1 ? [line('all', words.all, answer.total)] : []),
      ]}
    />
  );
}
