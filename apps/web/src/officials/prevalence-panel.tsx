import type { UseQueryResult } from '@tanstack/react-query';
import type { PoolAdvice, Prevalence } from '../server/answers.js';
import { useLanguage } from '../texts/language.js';
import { AdviceView } from './advice-view.js';
import { Panel } from './panel.js';
import { PrevalenceChart } from './prevalence-chart.js';
import { PrevalenceDays } from './prevalence-days.js';
import { StandingSites } from './standing-sites.js';

type Props = { query: UseQueryResult<Prevalence>; advice: UseQueryResult<PoolAdvice> };

/** How many carry it, day by day, and how many swabs should therefore go into a tube. */
export function PrevalencePanel({ query, advice }: Props) {
  const { texts } = useLanguage();
  const words = texts.prevalence;
  return (
    <Panel
      heading={words.heading}
      note={words.note}
      query={query}
      above={advice.data && <AdviceView advice={advice.data} />}
    >
      {(answer) =>
        answer.days.length === 0 ? (
          <p className="muted">{words.none}</p>
        ) : (
          <>
            <PrevalenceChart days={answer.days} />
            <PrevalenceDays answer={answer} />
            {advice.data && <StandingSites sites={advice.data.sites} />}
          </>
        )
      }
    </Panel>
  );
}
