import { useLanguage } from '../../src/texts/language.js';

/** A length of time in ms, in its two largest units; below a minute in seconds. */
export function useSpan(): (ms: number) => string {
  const { formats, language } = useLanguage();
  return (ms) => {
    if (ms < 60_000) return `${Math.round(ms / 1000)} ${language === 'en' ? 's' : '秒'}`;
    return formats.span(new Date(0).toISOString(), new Date(ms).toISOString());
  };
}
