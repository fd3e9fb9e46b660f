/** The name under which an opinion on the whole specimen is kept apart from the targets. */
export const OVERALL = 'OVERALL';

/**
 * LOINC 2.7x of presence and of Ct, by target; what reports carry must be known here too. Content from LOINC
 * (http://loinc.org), copyright Regenstrief Institute, Inc. and the LOINC Committee, under http://loinc.org/license.
 */
export const loincOfTargets: Readonly<Record<string, readonly string[]>> = {
  ORF1AB: ['94559-2', '94511-3', '94644-2'],
  N: ['94533-7', '94510-5'],
  E: ['94315-9', '94758-0', '94509-7'],
  RDRP: ['94534-5', '94646-7'],
  S: ['94640-0', '94642-6'],
  [OVERALL]: ['94500-6', '94309-2', '94845-5'],
};

// beside the names that kits and analysers print
const synonyms = new Map<string, string>([
  ...named('ORF1AB', ['ORF1AB', 'ORF1A/B', 'ORF1', 'ORF']),
  ...named('N', ['N']),
  ...named('E', ['E']),
  ...named('RDRP', ['RDRP']),
  ...named('S', ['S']),
  ...named('IC', ['IC', 'IPC', 'INTERNALCONTROL', 'RNASEP', 'RP', 'RNP', 'RPP30', '内标', '内参']),
  ...named(OVERALL, ['SARSCOV2', 'COVID19', '2019NCOV', 'NCOV']),
  ...Object.entries(loincOfTargets).flatMap(([target, codes]) => named(target, codes)),
]);

/** A sender's own code in the form in which codes are compared: upper case, `_CT` taken off. */
export function codeName(text: string): string {
  return withoutCtSuffix(nameOf(text));
}

/**
 * The target behind an OBX-3: its code, name, alternate code and name, tried in that order; `''` when all are empty.
 * `own` knows the sender's codes, which come before the names that are known of everybody.
 */
export function targetOf(texts: readonly string[], own: (code: string) => string | null): string {
  for (const text of texts) {
    const target = text === '' ? null : own(codeName(text));
    if (target !== null) return target;
  }
  for (const text of texts) {
    const target = knownTarget(text);
    if (target !== null) return target;
  }
  const first = texts.find((text) => text.trim() !== '') ?? '';
  return withoutCtSuffix(nameOf(first));
}

/** `N`, `N gene`, `N_CT` and 94533-7 are all N; null for a name we do not know. */
export function knownTarget(text: string): string | null {
  const upper = withoutCtSuffix(nameOf(text)).replace(/[\s_-]*GENE$|基因$/, '');
  return synonyms.get(upper) ?? synonyms.get(upper.replaceAll(/[\s_-]+/g, '')) ?? null;
}

/** `ORF1AB_CT`, `N-Cq`: a Ct beside a call of the same target. `CT` alone is a name (Chlamydia trachomatis). */
export function hasCtSuffix(text: string): boolean {
  return ctSuffix.test(nameOf(text));
}

const ctSuffix = /(?<=.)[\s_.-]+(?:CT|CQ|CP)(?:[\s_]VALUE)?$/;

/** No test has a name beyond 80 characters; the cut keeps hostile ones cheap. */
function nameOf(text: string): string {
  return text.slice(0, 80).trim().toUpperCase();
}

function withoutCtSuffix(upper: string): string {
  return upper.replace(ctSuffix, '');
}

function named(target: string, names: readonly string[]): [string, string][] {
  return names.map((name) => [name, target]);
}
