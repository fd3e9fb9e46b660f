import { may, type Role } from '#lis/domain';
import type { Sweep } from '../server/answers.js';
import {
  useCases,
  useCoverage,
  useForecast,
  useFunnel,
  usePoolAdvice,
  usePrevalence,
} from '../server/queries.js';
import type { Session } from '../session/signed-in.js';
import { CasesPanel } from './cases-panel.js';
import { Freshness } from './freshness.js';
import { FunnelPanel } from './funnel-panel.js';
import { Headline } from './headline.js';
import { PlacesPanel } from './places-panel.js';
import { PrevalencePanel } from './prevalence-panel.js';

/** One sweep: the answer first, then where people wait, then where they live, how many carry it, then what is late. */
export function SweepView({ sweep, session }: { sweep: Sweep; session: Session | undefined }) {
  const places = useCoverage(sweep.id, undefined);
  const funnel = useFunnel(sweep.id);
  const forecast = useForecast(sweep.id);
  // whose token it is, the server alone knows
  const seesCases = session === undefined || may(session.who.role as Role, 'case.list');
  const cases = useCases(seesCases ? sweep.id : null);
  const prevalence = usePrevalence(sweep.id);
  const advice = usePoolAdvice(sweep.id);
  return (
    <>
      <Freshness
        timeZone={sweep.timeZone}
        queries={[places, funnel, forecast, ...(seesCases ? [cases] : [])]}
      />
      <Headline
        sweep={sweep}
        places={places}
        funnel={funnel}
        forecast={forecast}
        cases={seesCases ? cases : undefined}
      />
      <FunnelPanel query={funnel} />
      <PlacesPanel sweepId={sweep.id} top={places} />
      <PrevalencePanel sweep={sweep} query={prevalence} advice={advice} session={session} />
      {seesCases && <CasesPanel query={cases} timeZone={sweep.timeZone} />}
    </>
  );
}
