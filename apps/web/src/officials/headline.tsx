import type { UseQueryResult } from '@tanstack/react-query';
import type { Cases, CoverageAnswer, Forecast, FunnelAnswer, Sweep } from '../server/answers.js';
import { stepWords } from '../texts/case-words.js';
import { useLanguage, wordOf } from '../texts/language.js';
import { Bar } from './bar.js';
import { Answered, Card } from './card.js';
import { byUrgency, timeLeft } from './urgency.js';
import { ForecastCard } from './forecast-card.js';

type Props = {
  sweep: Sweep;
  places: UseQueryResult<CoverageAnswer>;
  funnel: UseQueryResult<FunnelAnswer>;
  forecast: UseQueryResult<Forecast>;
  /** undefined: this person is not one to be told */
  cases: UseQueryResult<Cases> | undefined;
};

/** Four answers: how far, when, how many are missing, what is open. */
export function Headline({ sweep, places, funnel, forecast, cases }: Props) {
  const { headline } = useLanguage().texts;
  return (
    <div className="cards">
      <Answered heading={headline.coverage} query={places}>
        {(answer) => <CoverageCard places={answer} />}
      </Answered>
      <Answered heading={headline.finish} query={forecast}>
        {(answer) => <ForecastCard forecast={answer} timeZone={sweep.timeZone} />}
      </Answered>
      <Answered heading={headline.toGo} query={places}>
        {(answer) => <ToGoCard places={answer} funnel={funnel.data} />}
      </Answered>
      {cases && (
        <Answered heading={headline.cases} query={cases}>
          {(answer) => <CasesCard cases={answer} />}
        </Answered>
      )}
    </div>
  );
}

const sums = ({ lines }: CoverageAnswer) => ({
  target: lines.reduce((sum, { target }) => sum + target, 0),
  covered: lines.reduce((sum, { covered }) => sum + covered, 0),
});

function CoverageCard({ places }: { places: CoverageAnswer }) {
  const { texts, formats } = useLanguage();
  const { target, covered } = sums(places);
  const over = target > 0 && covered > target;
  return (
    <Card
      heading={texts.headline.coverage}
      figure={formats.share(covered, target)}
      tone={over ? 'warn' : 'plain'}
    >
      <Bar part={covered} whole={target} large />
      <p className="figures">
        <strong>
          {formats.number(covered)} / {formats.number(target)}
        </strong>{' '}
        {texts.people}
      </p>
      <p className="muted">
        {texts.headline.covered} / {texts.headline.ofTarget}
      </p>
      {over && <p className="warn-text">{texts.headline.over}</p>}
      {target === 0 && <p className="warn-text">{texts.headline.noTarget}</p>}
      {places.unknownResidence > 0 && (
        <p className="muted">{texts.headline.unknown(formats.number(places.unknownResidence))}</p>
      )}
    </Card>
  );
}

function ToGoCard({ places, funnel }: { places: CoverageAnswer; funnel: FunnelAnswer | undefined }) {
  const { texts, formats } = useLanguage();
  const { target, covered } = sums(places);
  return (
    <Card heading={texts.headline.toGo} figure={formats.number(Math.max(0, target - covered))}>
      <p className="muted">{texts.headline.toGoNote}</p>
      {funnel && (
        <p className="figures">
          {texts.headline.backlog}{' '}
          <strong>{formats.number(Math.max(0, funnel.registered.people - funnel.resulted.people))}</strong>
        </p>
      )}
    </Card>
  );
}

function CasesCard({ cases }: { cases: Cases }) {
  const { texts, formats, language } = useLanguage();
  const urgent = cases.cases.toSorted(byUrgency)[0]?.oldestOpenStep;
  const overdue = cases.overdue;
  return (
    <Card
      heading={texts.headline.cases}
      figure={formats.number(cases.open)}
      tone={overdue > 0 ? 'bad' : 'plain'}
    >
      <p className={overdue > 0 ? 'bad-text' : 'muted'}>
        {overdue > 0 ? texts.headline.overdue(formats.number(overdue)) : texts.headline.noneOverdue}
      </p>
      {urgent?.dueAt && (
        <p>
          {texts.headline.oldest} {wordOf(stepWords, urgent.step, language)}{' '}
          <span className="nowrap">{timeLeft(texts, formats, cases.asOf, urgent.dueAt)}</span>
        </p>
      )}
    </Card>
  );
}
