import { useLanguage } from '../texts/language.js';

/** Moments of the machine, in the time zone of whoever looks; a dash where there is none. */
export function useMoment(): (at: string | null) => string {
  const { formats } = useLanguage();
  const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
  return (at) => (at === null ? '—' : formats.full(at, timeZone));
}
