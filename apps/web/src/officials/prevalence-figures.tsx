import type { Pools } from '../server/answers.js';
import { useLanguage } from '../texts/language.js';

/** An estimate with its interval, or why there is none. Too few: the interval, and that it says nothing yet. */
export function Estimate({ pools }: { pools: Pools }) {
  const { texts, formats } = useLanguage();
  const words = texts.prevalence;
  if (pools.prevalence === null)
    return <span className="muted">{pools.pools === 0 ? '—' : words.withheld}</span>;
  const { estimate, low, high } = pools.prevalence;
  const interval = `${formats.percent(low)} – ${formats.percent(high)}`;
  if (pools.tooFew)
    return (
      <span className="muted">
        ({interval}) {words.tooFew}
      </span>
    );
  return (
    <>
      <strong>{formats.percent(estimate)}</strong> <span className="muted">({interval})</span>
    </>
  );
}

/** A count that is withheld below five. */
export function Few({ count }: { count: number | null }) {
  const { formats } = useLanguage();
  return count === null ? '< 5' : formats.number(count);
}
