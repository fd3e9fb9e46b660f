import type { Language } from './language.js';
import type { Texts } from './zh.js';

const minuteMs = 60_000;

/** Numbers, shares and moments as the language writes them; moments always in the sweep's time zone, 24 h. */
export function formats(language: Language, texts: Texts) {
  const locale = language === 'en' ? 'en-GB' : 'zh-CN';
  const numbers = new Intl.NumberFormat(locale);
  const telling = new Intl.NumberFormat(locale, { maximumSignificantDigits: 2 });
  const fine = new Intl.NumberFormat(locale, { maximumSignificantDigits: 3 });
  const moment = (timeZone: string, options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(locale, {
      timeZone,
      hourCycle: 'h23',
      hour: '2-digit',
      minute: '2-digit',
      ...options,
    });
  return {
    number: (n: number) => numbers.format(n),
    /** One decimal, never rounded up to 100 before everyone is there. */
    share: (part: number, whole: number) => {
      if (whole <= 0) return '—';
      const percent = (part / whole) * 100;
      const shown = percent < 100 ? Math.floor(percent * 10) / 10 : Math.round(percent * 10) / 10;
      return `${numbers.format(shown)} %`;
    },
    /** A share in per cent to two digits that tell something: 0.013 %, 1.2 %, 98 %. */
    percent: (share: number) => `${telling.format(share * 100)}\u00a0%`,
    /** A number to two digits that tell something. */
    short: (n: number) => telling.format(n),
    /** The same to three digits, where things are compared or held against a limit; 99.99 % is not 100 %. */
    fine: (n: number) => fine.format(n),
    finePercent: (share: number) =>
      `${share > 0.99 ? numbers.format(Math.floor(share * 1e4 + 1e-6) / 100) : fine.format(share * 100)}\u00a0%`,
    /** A calendar date as text (`2022-05-01`): the day and month of no zone. */
    day: (date: string) =>
      new Intl.DateTimeFormat(locale, {
        timeZone: 'UTC',
        month: language === 'en' ? 'short' : 'numeric',
        day: 'numeric',
      }).format(new Date(`${date}T00:00Z`)),
    dayAndTime: (at: string, timeZone: string) =>
      moment(timeZone, { month: language === 'en' ? 'short' : 'numeric', day: 'numeric' }).format(
        new Date(at),
      ),
    full: (at: string, timeZone: string) =>
      moment(timeZone, {
        year: 'numeric',
        month: language === 'en' ? 'short' : 'numeric',
        day: 'numeric',
        second: '2-digit',
      }).format(new Date(at)),
    /** The distance of two moments in its two largest units. */
    span: (from: string, to: string) => {
      const minutes = Math.round(Math.abs(Date.parse(to) - Date.parse(from)) / minuteMs);
      const { day, hour, minute } = texts.span;
      if (minutes >= 2880)
        return `${Math.floor(minutes / 1440)} ${day} ${Math.floor((minutes % 1440) / 60)} ${hour}`;
      if (minutes >= 60) return `${Math.floor(minutes / 60)} ${hour} ${minutes % 60} ${minute}`;
      return `${minutes} ${minute}`;
    },
  };
}

export type Formats = ReturnType<typeof formats>;
