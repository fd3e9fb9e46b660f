import type { Forecast } from '../server/answers.js';
import { useLanguage } from '../texts/language.js';
import { Card } from './card.js';

type Props = { forecast: Forecast; timeZone: string };

/** The finish against the deadline, or why nobody can say. */
export function ForecastCard({ forecast, timeZone }: Props) {
  const { texts, formats } = useLanguage();
  const words = texts.forecast;
  const heading = texts.headline.finish;
  const { finishAt, earliest, latest, deadline, reason } = forecast;
  const shown = (at: string) => <span className="nowrap">{formats.dayAndTime(at, timeZone)}</span>;
  const until = (
    <p className="muted">
      {words.deadline} {shown(deadline)}
    </p>
  );
  if (forecast.kind === 'cannot-say' || finishAt === null) {
    const reasons: Record<string, string> = words.reasons;
    return (
      <Card heading={heading} figure={<span className="figure-words">{words.cannotSay}</span>} tone="warn">
        <p>{reasons[reason ?? ''] ?? words.unknownReason}</p>
        {until}
      </Card>
    );
  }
  const late = Date.parse(finishAt) > Date.parse(deadline);
  const span = formats.span(finishAt, deadline);
  return (
    <Card
      heading={forecast.kind === 'finished' ? words.finished : heading}
      figure={<span className="figure-time">{shown(finishAt)}</span>}
      tone={late ? 'bad' : 'good'}
    >
      <p className={late ? 'bad-text' : 'good-text'}>{late ? words.late(span) : words.early(span)}</p>
      {earliest !== null && latest !== null && (
        <p>
          {words.range} {shown(earliest)} – {shown(latest)}
        </p>
      )}
      {until}
    </Card>
  );
}
