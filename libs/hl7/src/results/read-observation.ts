import type { Segment } from '../message/segment.js';
import { firstText, type SegmentsAround, textAt } from '../profiles/field-place.js';
import type { ReadingRules } from '../profiles/reading-rules.js';
import { readCall } from './analyser-call.js';
import { looksLikeCt, parseCt, structuredNumberText } from './cycle-threshold.js';
import type { AnalyserCall, CtState, ReadingStatus } from './instrument-results.js';
import type { MessageFacts } from './message-facts.js';
import { hasCtSuffix, targetOf } from './target-names.js';

/** One OBX as a Ct, a call, or (an empty one with a status) neither. */
export interface Observation {
  target: string;
  code: string;
  value:
    | { kind: 'ct'; raw: string; ct: number | null; ctState: CtState }
    | { kind: 'call'; raw: string; call: AnalyserCall | null }
    | { kind: 'nothing' };
  status: ReadingStatus;
  observedAt: string | null;
  flags: string[];
  runNumber: string | null;
}

// Curves, times, identifiers and notes beside the readings.
const otherTypes = new Set(['ED', 'RP', 'EI', 'DT', 'TM', 'TS', 'DTM', 'DR', 'FT', 'NA', 'MA']);
const callTypes = new Set(['CE', 'CWE', 'CNE', 'CF', 'IS', 'ID']);

type Around = SegmentsAround & { readonly OBX: Segment };

/** Reads one OBX under its OBR; null when it is not a reading (a curve, a LAW `S_OTHER` supplement, a time …). */
export function readObservation(
  around: Around,
  { rules, timeOfOrder, kitId }: Pick<MessageFacts, 'rules' | 'timeOfOrder' | 'kitId'>,
): Observation | null {
  const { OBX: obx, OBR: obr } = around;
  const type = obx.text(2).trim().toUpperCase();
  const names = rules.targetNames.map((place) => textAt(place, around));
  // IHE LAW puts the kind of a supplementary result into OBX-3.4.
  const kind = obx.text(3, 0, 3);
  const isRawCt = kind === 'S_RAW';
  if (otherTypes.has(type) || (kind.startsWith('S_') && !isRawCt)) return null;
  const { measure } = rules;
  const measured = measure === null ? '' : textAt(measure.field, around).toUpperCase();
  if (measure?.ignored.has(measured)) return null;
  const target = targetOf(isRawCt ? names.slice(0, 2) : names, (code) => ownTarget(code, obx, rules, kitId));
  if (target === '') return null;
  const isMeasuredCt = measure?.ct.has(measured) === true;
  return {
    target,
    code: obx.text(3),
    value: isMeasuredCt
      ? readCtField(around, rules)
      : readValue(around, type, isRawCt || isCtByName(obx, names), rules),
    status: readStatus(obx.text(11), obr?.text(25) ?? ''),
    observedAt: obx.text(19) || obx.text(14) || (timeOfOrder && obr?.text(7)) || null,
    flags: readFlags(obx),
    runNumber: firstText(rules.runNumber, around) || null,
  };
}

function isCtByName(obx: Segment, names: readonly string[]): boolean {
  return names.slice(0, 2).some(hasCtSuffix) || obx.text(6).toUpperCase() === '{CT}';
}

/** The sender's own meaning of a code: of this kit, of this code system, else the general one. */
function ownTarget(
  code: string,
  obx: Segment,
  { targets }: ReadingRules,
  kitId: string | null,
): string | null {
  const fits = targets
    .get(code)
    ?.find(
      (one) =>
        (one.kitId === undefined || one.kitId === kitId) &&
        (one.codeSystem === undefined || [obx.text(3, 0, 2), obx.text(3, 0, 5)].includes(one.codeSystem)),
    );
  return fits?.target ?? null;
}

function readValue(around: Around, type: string, isCt: boolean, rules: ReadingRules): Observation['value'] {
  const obx = around.OBX;
  const raw = obx.field(5) ?? '';
  if (callTypes.has(type)) return callOrNothing(obx, raw, rules);
  if (type === 'SN')
    return { kind: 'ct', raw, ...parseCt(structuredNumberText(obx.text(5), obx.text(5, 0, 1)), rules.ct) };
  return type === 'NM' || isCt || looksLikeCt(raw, rules.ct)
    ? readCtField(around, rules)
    : callOrNothing(obx, raw, rules);
}

function readCtField(around: Around, { ctField, ct }: ReadingRules): Observation['value'] {
  const obx = around.OBX;
  // An NM that is the HL7 null must not lose its quotes: it says that there is no Ct.
  const text = obx.value(5) === null ? '""' : textAt(ctField, around);
  return { kind: 'ct', raw: obx.field(5) ?? '', ...parseCt(text, ct) };
}

function callOrNothing(obx: Segment, raw: string, { calls }: ReadingRules): Observation['value'] {
  const texts = [0, 1, 3, 4].map((component) => obx.text(5, 0, component));
  if (texts.every((text) => text === '')) return { kind: 'nothing' };
  return { kind: 'call', raw, call: readCall(texts, calls) };
}

const statuses: Record<string, ReadingStatus> = {
  P: 'P',
  F: 'F',
  C: 'C',
  D: 'D',
  X: 'X',
  W: 'W',
  // Table 0085: U = now final, sent before without change; N = not asked for, so nothing was obtained.
  U: 'F',
  N: 'X',
};

/** OBX-11, else OBR-25; anything unverified, partial or unknown is preliminary, which is never released. */
function readStatus(obx11: string, obr25: string): ReadingStatus {
  const status = obx11.trim().toUpperCase() || obr25.trim().toUpperCase();
  return statuses[status] ?? 'P';
}

function readFlags(obx: Segment): string[] {
  const flags: string[] = [];
  for (let i = 0; i < obx.repetitions(8); i += 1) {
    const flag = obx.text(8, i);
    if (flag !== '') flags.push(flag);
  }
  return flags;
}
