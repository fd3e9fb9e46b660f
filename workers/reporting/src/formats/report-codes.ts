/**
 * The codes that reports carry, all in this file.
 * LOINC: "This material contains content from LOINC (http://loinc.org). LOINC is copyright Regenstrief Institute, Inc.
 * and the Logical Observation Identifiers Names and Codes (LOINC) Committee and is available at no cost under the
 * license at http://loinc.org/license." Release 2.7x; a test checks the check digits.
 * SNOMED CT: copyright of SNOMED International (IHTSDO), used by permission; who runs this where SNOMED CT is licensed
 * needs a licence. 455371000124106 and 462371000124108 are of the US extension.
 * UCUM: copyright Regenstrief Institute, Inc., `{Ct}` is an annotation.
 */
export type Code = { code: string; name: string };

export const overallTest: Code = {
  code: '94500-6',
  name: 'SARS-CoV-2 (COVID-19) RNA [Presence] in Respiratory system specimen by NAA with probe detection',
};

const gene = (what: string, ct: [string, string], presence: [string, string]) => ({
  ct: {
    code: ct[0],
    name: `SARS-CoV-2 (COVID-19) ${what} [Cycle Threshold #] in ${ct[1]} by NAA with probe detection`,
  },
  presence: {
    code: presence[0],
    name: `SARS-CoV-2 (COVID-19) ${what} [Presence] in ${presence[1]} by NAA with probe detection`,
  },
});
const respiratory = 'Respiratory system specimen';
const unspecified = 'Specimen';

/** By target, upper case. A target that is not here keeps its local name: no code rather than a wrong one. */
export const targetCodes: ReadonlyMap<string, { ct: Code; presence: Code }> = new Map([
  ['ORF1AB', gene('ORF1ab region', ['94644-2', respiratory], ['94559-2', respiratory])],
  ['N', gene('N gene', ['94510-5', unspecified], ['94533-7', respiratory])],
  ['E', gene('E gene', ['94509-7', unspecified], ['94758-0', respiratory])],
  ['RDRP', gene('RdRp gene', ['94646-7', respiratory], ['94534-5', respiratory])],
  ['S', gene('S gene', ['94642-6', respiratory], ['94640-0', respiratory])],
]);

export const respiratorySpecimen: Code = { code: '258603007', name: 'Respiratory specimen' };

export type Finding = 'positive' | 'inconclusive' | 'negative' | 'invalid';
const findings: Record<Finding, Code> = {
  positive: { code: '260373001', name: 'Detected' },
  negative: { code: '260415000', name: 'Not detected' },
  inconclusive: { code: '419984006', name: 'Inconclusive' },
  invalid: { code: '455371000124106', name: 'Invalid result' },
};
const pooledFindings: Partial<Record<Finding, Code>> = {
  positive: { code: '462371000124108', name: 'Detected in pooled specimen' },
  negative: { code: '895231008', name: 'Not detected in pooled specimen' },
};

/** What was found in a specimen of so many people: in a pool it is no finding about one of them. */
export const findingOf = (outcome: Finding, members: number): Code =>
  (members > 1 ? pooledFindings[outcome] : undefined) ?? findings[outcome];

/** An analyser's opinion on one target; null for one that is none of the three. */
export function findingOfCall(analyserCall: string | null): Code | null {
  if (analyserCall === 'POS') return findings.positive;
  if (analyserCall === 'NEG') return findings.negative;
  return analyserCall === 'INV' ? findings.invalid : null;
}

/** `pooled 10:1`; null for the tube of one person. */
export const poolMethod = (members: number): Code | null =>
  members > 1 ? { code: `POOLED-${members}`, name: `pooled ${members}:1` } : null;
