import type { Sweep } from '../server/answers.js';
import {
  useCases,
  useCoverage,
  useForecast,
  useFunnel,
  usePoolAdvice,
  usePrevalence,
} from '../server/queries.js';
import { CasesPanel } from './cases-panel.js';
import { Freshness } from './freshness.js';
import { FunnelPanel } from './funnel-panel.js';
import { Headline } from './headline.js';
import { PlacesPanel } from './places-panel.js';
import { PrevalencePanel } from './prevalence-panel.js';

/** One sweep: the answer first, then where people wait, then where they live, how many carry it, then what is late. */
export function SweepView({ sweep }: { sweep: Sweep }) {
  const places = useCoverage(sweep.id, undefined);
  const funnel = useFunnel(sweep.id);
  const forecast = useForecast(sweep.id);
  const cases = useCases(sweep.id);
  const prevalence = usePrevalence(sweep.id);
  const advice = usePoolAdvice(sweep.id);
  return (
    <>
      <Freshness timeZone={sweep.timeZone} queries={[places, funnel, forecast, cases]} />
      <Headline sweep={sweep} places={places} funnel={funnel} forecast={forecast} cases={cases} />
      <FunnelPanel query={funnel} />
      <PlacesPanel sweepId={sweep.id} top={places} />
      <PrevalencePanel query={prevalence} advice={advice} />
      <CasesPanel query={cases} timeZone={sweep.timeZone} />
    </>
  );
}
