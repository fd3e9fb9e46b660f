import { neighboursOf } from '../plate/wells.js';
import type { WellCall } from './call-well.js';

/** A tube's well of a plate: its call and the lowest Ct of its targets, null when there is none. */
export interface PlateCall {
  readonly well: string;
  readonly call: WellCall;
  readonly lowestCt: number | null;
}

/** A pattern that carry-over makes more often than infection does; it decides nothing by itself. */
export interface ContaminationFlag {
  readonly code: 'adjacent-positives' | 'several-weak-positives';
  readonly wells: readonly string[];
}

/** From which Ct a positive is weak, and how many of them on one plate are a pattern. */
export const CONTAMINATION_DEFAULTS = { weakFromCt: 35, weakCount: 3 } as const;

/**
 * Flags each group of two or more positive or inconclusive wells that touch one another, and a plate with
 * several weak ones. A household in neighbouring tubes looks the same, so a person decides.
 */
export function flagContamination(
  calls: readonly PlateCall[],
  settings: { readonly weakFromCt: number; readonly weakCount: number } = CONTAMINATION_DEFAULTS,
): ContaminationFlag[] {
  const signals = calls.filter(({ call }) => call === 'positive' || call === 'inconclusive');
  const open = new Set(signals.map(({ well }) => well));
  const flags: ContaminationFlag[] = [];
  for (const { well } of signals) {
    if (!open.delete(well)) continue;
    const group = [well];
    for (const member of group) {
      for (const neighbour of neighboursOf(member)) if (open.delete(neighbour)) group.push(neighbour);
    }
    if (group.length > 1) flags.push({ code: 'adjacent-positives', wells: group });
  }
  const weak = signals.filter(({ lowestCt }) => lowestCt !== null && lowestCt >= settings.weakFromCt);
  if (weak.length >= settings.weakCount) {
    flags.push({ code: 'several-weak-positives', wells: weak.map(({ well }) => well) });
  }
  return flags;
}
