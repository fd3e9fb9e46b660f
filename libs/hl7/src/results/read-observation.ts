import type { Segment } from '../message/segment.js';
import { readCall } from './analyser-call.js';
import { looksLikeCt, parseCt, structuredNumberText } from './cycle-threshold.js';
import type { AnalyserCall, CtState, ReadingStatus } from './instrument-results.js';
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

/** Reads one OBX under its OBR; null when it is not a reading (a curve, a LAW `S_OTHER` supplement, a time …). */
export function readObservation(obx: Segment, obr: Segment | null, timeOfOrder: boolean): Observation | null {
  const type = obx.text(2).trim().toUpperCase();
  const names = [0, 1, 3, 4].map((component) => obx.text(3, 0, component));
  // IHE LAW puts the kind of a supplementary result into OBX-3.4.
  const kind = names[2] ?? '';
  const isRawCt = kind === 'S_RAW';
  if (otherTypes.has(type) || (kind.startsWith('S_') && !isRawCt)) return null;
  const target = targetOf(isRawCt ? names.slice(0, 2) : names);
  if (target === '') return null;
  return {
    target,
    code: names[0] ?? '',
    value: readValue(obx, type, isRawCt || isCtByName(obx, names)),
    status: readStatus(obx.text(11), obr?.text(25) ?? ''),
    observedAt: obx.text(19) || obx.text(14) || (timeOfOrder && obr?.text(7)) || null,
    flags: readFlags(obx),
    runNumber: obx.text(4) || null,
  };
}

function isCtByName(obx: Segment, names: readonly string[]): boolean {
  return names.slice(0, 2).some(hasCtSuffix) || obx.text(6).toUpperCase() === '{CT}';
}

function readValue(obx: Segment, type: string, isCt: boolean): Observation['value'] {
  const raw = obx.field(5) ?? '';
  if (callTypes.has(type)) return callOrNothing(obx, raw);
  if (type === 'SN')
    return { kind: 'ct', raw, ...parseCt(structuredNumberText(obx.text(5), obx.text(5, 0, 1))) };
  if (type === 'NM' || isCt || looksLikeCt(raw)) {
    // An NM that is the HL7 null must not lose its quotes: it says that there is no Ct.
    return { kind: 'ct', raw, ...parseCt(obx.value(5) === null ? '""' : obx.text(5)) };
  }
  return callOrNothing(obx, raw);
}

function callOrNothing(obx: Segment, raw: string): Observation['value'] {
  const texts = [0, 1, 3, 4].map((component) => obx.text(5, 0, component));
  if (texts.every((text) => text === '')) return { kind: 'nothing' };
  return { kind: 'call', raw, call: readCall(texts) };
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
