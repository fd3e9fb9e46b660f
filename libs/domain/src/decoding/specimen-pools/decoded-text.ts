import { canonicalText } from '../../canonical/canonical-text.js';
import type { Decoded } from './decoder-settings.js';

/**
 * The one text of an answer, whose UTF-8 bytes are kept and hashed: everything of it, the calls as a table (`callFields`, then a
 * row a specimen), since names of properties would be two thirds of it.
 */
export function decodedText({ calls, ...rest }: Decoded): string {
  const callFields = Object.keys(calls[0] ?? {}).toSorted() as (keyof Decoded['calls'][number])[];
  return canonicalText({
    ...rest,
    callFields,
    calls: calls.map((call) => callFields.map((name) => call[name])),
  });
}

/** The answer of a text of `decodedText`. @throws SyntaxError when it is none */
export function readDecodedText(text: string): Decoded {
  const { callFields, calls, ...rest } = JSON.parse(text) as Omit<Decoded, 'calls'> & {
    callFields: string[];
    calls: unknown[][];
  };
  const called = calls.map((row) => Object.fromEntries(callFields.map((name, at) => [name, row[at]])));
  return { ...rest, calls: called as unknown as Decoded['calls'] };
}

/** Where two answers differ first: a specimen's call, then the rest by name; null when they are the same. */
export function firstDifference(
  kept: Decoded,
  found: Decoded,
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
