import type { UseQueryResult } from '@tanstack/react-query';
import { concernsWholePage, faultIn } from '../server/ask.js';
import { useLanguage } from '../texts/language.js';
import { Notice } from './notice.js';

type Props = { timeZone: string; queries: UseQueryResult<{ asOf: string }>[] };

/**
 * As of when the figures are: the oldest of those shown. Only the state of the refresh is announced, and
 * only when it changes; a moment read aloud every 2 s would drown everything else.
 */
export function Freshness({ timeZone, queries }: Props) {
  const { texts, formats } = useLanguage();
  const moments = queries.flatMap(({ data }) => (data ? [data.asOf] : []));
  const oldest = moments.toSorted((a, b) => Date.parse(a) - Date.parse(b))[0];
  const faults = queries.flatMap(({ error }) => (error ? [faultIn(error)] : []));
  const fault = faults.find(concernsWholePage);
  return (
    <>
      <div className="freshness">
        {oldest !== undefined && (
          <span>
            {texts.asOf} <strong className="figures">{formats.full(oldest, timeZone)}</strong>
            <span className="muted">
              {' '}
              · {texts.zone} {timeZone}
            </span>
          </span>
        )}
        <span role="status" className={fault ? 'pulse pulse-bad' : 'pulse'}>
          {fault ? texts.faults[fault][0] : texts.live}
        </span>
      </div>
      {fault && <Notice fault={fault} />}
    </>
  );
}
