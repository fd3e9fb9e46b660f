import type { Case } from '../server/answers.js';
import type { Formats } from '../texts/formats.js';
import type { Texts } from '../texts/zh.js';

const dueAt = ({ oldestOpenStep }: Case) => Date.parse(oldestOpenStep?.dueAt ?? '9999-12-31T00:00:00Z');

/** What is overdue comes first, then what is due next; a step without a clock comes last. */
export const byUrgency = (a: Case, b: Case) => Number(b.overdue) - Number(a.overdue) || dueAt(a) - dueAt(b);

/** How long a step is overdue, or how long it has left, as of the answer; never by the browser's own clock. */
export function timeLeft({ cases }: Texts, { span }: Formats, asOf: string, due: string): string {
  const late = Date.parse(due) < Date.parse(asOf);
  return late ? cases.overdueBy(span(asOf, due)) : cases.leftSpan(span(asOf, due));
}
