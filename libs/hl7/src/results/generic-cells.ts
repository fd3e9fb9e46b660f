import { genericProfile } from '../profiles/generic.js';
import { readingRules } from '../profiles/reading-rules.js';
import { readCall } from './analyser-call.js';
import { parseCt } from './cycle-threshold.js';
import type { AnalyserCall, CtState } from './instrument-results.js';
import { targetOf } from './target-names.js';

// Cells of a file are read as the fields of a sender without a profile of its own are.

/** A Ct, see parseCt. */
export function readCtCell(raw: string): { ct: number | null; ctState: CtState } {
  return parseCt(raw, readingRules(genericProfile).ct);
}

/** A call; null when it is none that we know. */
export function readCallCell(text: string): AnalyserCall | null {
  return readCall([text], readingRules(genericProfile).calls);
}

/** A target's name, made one with its synonyms; an unknown one stays itself in upper case. */
export function readTargetCell(text: string): string {
  return targetOf([text], () => null);
}
