import type { UseQueryResult } from '@tanstack/react-query';
import type { PoolAdvice, Prevalence, Sweep } from '../server/answers.js';
import type { Session } from '../session/signed-in.js';
import { useLanguage } from '../texts/language.js';
import { AdviceLimits } from './limits/advice-limits.js';
import { AdviceView } from './advice-view.js';
import { Panel } from './panel.js';
import { PrevalenceChart } from './prevalence-chart.js';
import { PrevalenceDays } from './prevalence-days.js';
import { StandingSites } from './standing-sites.js';

type Props = {
  sweep: Sweep;
  query: UseQueryResult<Prevalence>;
  advice: UseQueryResult<PoolAdvice>;
  session: Session | undefined;
};

/** How many carry it, day by day, and how many swabs should therefore go into a tube. */
export function PrevalencePanel({ sweep, query, advice, session }: Props) {
  const { texts } = useLanguage();
  const words = texts.prevalence;
  // others are told of no site, which is not that none stands out
  const seesSites = session === undefined || session.who.role === 'official';
  return (
    <Panel
      heading={words.heading}
      note={words.note}
      query={query}
      above={
        advice.data && (
          <>
            <AdviceView advice={advice.data} />
            <AdviceLimits sweep={sweep} advice={advice.data} session={session} />
          </>
        )
      }
    >
      {(answer) =>
        answer.days.length === 0 ? (
          <p className="muted">{words.none}</p>
        ) : (
          <>
            <PrevalenceChart days={answer.days} />
            <PrevalenceDays answer={answer} />
            {advice.data && seesSites && <StandingSites sites={advice.data.sites} />}
          </>
        )
      }
    </Panel>
  );
}
