import { canonicalText } from '../../canonical/canonical-text.js';
import type { SpecimenCall } from './calls/call-specimens.js';
import type { Decoded } from './decoder-settings.js';
import type { RunnerUp } from './explanations/runner-up.js';

/** Sorted, as the properties of every object in the text. */
const fieldsOfCall: readonly (keyof SpecimenCall)[] = [
  'call',
  'ct',
  'negativePools',
  'posterior',
  'reason',
  'rule',
  'runnerUp',
  'sole',
  'specimen',
  'validPools',
];

/**
 * The one text of an answer, whose UTF-8 bytes are kept and hashed: everything of it, the calls as a table (`callFields`, then a
 * row a specimen), since names of properties would be two thirds of it. It is the canonical text of that; the table is written
 * at once, because a text for each specimen would cost as much as all else that is done with an answer.
 */
export function decodedText({ calls, ...rest }: Decoded): string {
  const [before, after] = canonicalText({ ...rest, callFields: fieldsOfCall, calls: [] }).split(empty);
  return `${before}"calls":${JSON.stringify(calls.map(rowOf))}${after}`;
}
/** Stands once: quotes within a text are escaped. */
const empty = '"calls":[]';

/** The values of `fieldsOfCall`, their own properties sorted too. */
const rowOf = (made: SpecimenCall) => [
  made.call,
  made.ct === null ? null : sortedCt(made.ct),
  made.negativePools,
  made.posterior,
  made.reason,
  made.rule,
  made.runnerUp === null ? null : sortedRunnerUp(made.runnerUp),
  made.sole,
  made.specimen,
  made.validPools,
];
type CtOfCall = NonNullable<SpecimenCall['ct']>;
const sortedCt = ({ own, posteriorWithout }: CtOfCall): CtOfCall => ({ own, posteriorWithout });
const sortedRunnerUp = (one: RunnerUp): RunnerUp => {
  return { above: one.above, with: one.with, without: one.without };
};

/** The answer of a text of `decodedText`. @throws SyntaxError when it is none */
export function readDecodedText(text: string): Decoded {
  const { callFields, calls, ...rest } = JSON.parse(text) as Omit<Decoded, 'calls'> & {
    callFields: string[];
    calls: unknown[][];
  };
  // one property after another: the calls of a batch share one shape, where `Object.fromEntries` would cost 5 ms of garbage
  const called = calls.map((row) => {
    const call: Record<string, unknown> = {};
    for (let at = 0; at < callFields.length; at += 1) call[callFields[at]!] = row[at];
    return call;
  });
  return { ...rest, calls: called as unknown as Decoded['calls'] };
}

/** An answer, or a part of two. */
type Compared = Partial<Omit<Decoded, 'calls'>> & { readonly calls: readonly object[] };

/** Where two answers differ first: a specimen's call, then the rest by name; null when they are the same. */
export function firstDifference(
  kept: Compared,
  found: Compared,
): { specimen: number | null; what: string; kept: string; found: string } | null {
  const differs = (specimen: number | null, one: object, other: object) => {
    const names = [...new Set([...Object.keys(one), ...Object.keys(other)])].toSorted();
    for (const what of names) {
      const [a, b] = [one, other].map((side) => canonicalText((side as Record<string, unknown>)[what]));
      if (a !== b) return { specimen, what, kept: a ?? '', found: b ?? '' };
    }
    return null;
  };
  const { calls: keptCalls, ...keptRest } = kept;
  const { calls: foundCalls, ...foundRest } = found;
  for (let at = 0; at < Math.max(keptCalls.length, foundCalls.length); at += 1) {
    const difference = differs(at, keptCalls[at] ?? {}, foundCalls[at] ?? {});
    if (difference) return difference;
  }
  return differs(null, keptRest, foundRest);
}
