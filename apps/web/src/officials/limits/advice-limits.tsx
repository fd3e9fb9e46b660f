import { may, type Role } from '#lis/domain';
import { Facts } from '../../parts/facts.js';
import type { PoolAdvice, Sweep } from '../../server/answers.js';
import type { Session } from '../../session/signed-in.js';
import { useLanguage } from '../../texts/language.js';
import { SetLimits } from './set-limits.js';

type Props = { sweep: Sweep; advice: PoolAdvice; session: Session | undefined };

/** The limits that the advice keeps to, by whom they were set, and the form for who may set others. */
export function AdviceLimits({ sweep, advice: { limits, limitsSet }, session }: Props) {
  const { texts, formats } = useLanguage();
  const words = texts.prevalence.limits;
  const { missedPer100000, recallsPerDay, dilution } = limits;
  const told = (n: number | null) => (n === null ? words.notSet : formats.number(n));
  return (
    <details className="folded">
      <summary>{words.heading}</summary>
      <div className="stack">
        <Facts
          of={[
            [words.missed, told(missedPer100000)],
            [words.recalls, told(recallsPerDay)],
            ...(dilution
              ? ([
                  [words.mixed, told(dilution.mixedMillilitres)],
                  [words.single, told(dilution.singleMillilitres)],
                  [words.ctDeviation, told(dilution.ctDeviation)],
                ] as const)
              : []),
          ]}
        />
        {limitsSet && (
          <p className="muted">{words.setBy(limitsSet.by, formats.full(limitsSet.at, sweep.timeZone))}</p>
        )}
        {session && may(session.who.role as Role, 'pool-advice.limit') && (
          <SetLimits sweepId={sweep.id} limits={limits} session={session} />
        )}
      </div>
    </details>
  );
}
