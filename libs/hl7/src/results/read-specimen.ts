import type { Segment } from '../message/segment.js';
import type { SpecimenGroup } from './group-specimens.js';
import type { InstrumentReading, InstrumentSpecimen } from './instrument-results.js';
import type { MessageFacts } from './message-facts.js';
import { mergeReadings } from './merge-readings.js';
import type { ReadingRules } from '../profiles/reading-rules.js';
import { firstField, firstText, type SegmentsAround } from '../profiles/field-place.js';
import { normaliseWell } from './normalise-well.js';
import { readObservation, type Observation } from './read-observation.js';
import { roleOf } from './specimen-role.js';
import { codeName, knownTarget, OVERALL } from './target-names.js';

/** Makes a specimen of the segments that belong to it. */
export function readSpecimen(group: SpecimenGroup, facts: MessageFacts): InstrumentSpecimen {
  const { spm, sac, pid } = group;
  const { rules } = facts;
  const [first] = group.observations;
  const around: SegmentsAround = {
    MSH: facts.msh,
    PID: pid,
    SPM: spm,
    SAC: sac,
    OBR: group.obrs[0] ?? null,
    OBX: first?.obx ?? null,
  };
  const namedCode = firstText(rules.specimenCode, around) || null;
  const observations = group.observations
    .map(({ obx, obr }) =>
      readObservation({ MSH: facts.msh, PID: pid, SPM: spm, SAC: sac, OBR: obr, OBX: obx }, facts),
    )
    .filter((observation) => observation !== null);
  const all = mergeReadings(markOverall(observations, group.obrs, rules));
  const readings = all.filter(({ target }) => target !== OVERALL);
  return {
    tubeCode: group.isUncertain ? null : namedCode,
    role: roleOf(
      {
        spm11: spm?.text(11) ?? '',
        flag: facts.qcFlag,
        tubeCode: namedCode,
        groupedCount: spm?.text(13) ?? '',
        field: firstText(rules.roleField, around),
      },
      rules.role,
    ),
    plateCode: firstText(rules.plateCode, around) || null,
    position: readPosition(around, rules),
    runNumber: sharedRunNumber(readings),
    instrumentSerial: firstText(rules.serial, around) || readSerial(group),
    kitLot: firstText(rules.kitLot, around) || readKitLot(group.invs),
    readings,
    // Of several opinions on the whole (preliminary, then final) the last sent stands.
    overall: all.findLast(({ target }) => target === OVERALL) ?? null,
  };
}

/** A call under the order's own code (OBX-3 = OBR-4) speaks of the whole, unless that code is a target with a Ct. */
function markOverall(
  observations: Observation[],
  obrs: readonly Segment[],
  { targets }: ReadingRules,
): Observation[] {
  const orderCodes = new Set(obrs.map((obr) => obr.text(4)).filter((code) => code !== ''));
  const withCt = new Set(observations.filter(({ value }) => value.kind === 'ct').map(({ target }) => target));
  return observations.map((observation) => {
    const { code, target, value } = observation;
    const isWhole =
      value.kind === 'call' &&
      orderCodes.has(code) &&
      knownTarget(code) === null &&
      !targets.has(codeName(code));
    return isWhole && !withCt.has(target) ? { ...observation, target: OVERALL } : observation;
  });
}

function readPosition(
  around: SegmentsAround,
  { wells, profile }: ReadingRules,
): InstrumentSpecimen['position'] {
  const raw = firstField(wells, around);
  return raw === '' ? null : { raw, well: normaliseWell(raw, profile.wells) };
}

function sharedRunNumber(readings: readonly InstrumentReading[]): string | null {
  const runs = new Set(readings.map(({ runNumber }) => runNumber));
  const [run] = runs;
  return runs.size === 1 ? (run ?? null) : null;
}

function readSerial({ observations }: SpecimenGroup): string | null {
  for (const { obx } of observations) {
    const serial = obx.text(18, obx.repetitions(18) > 1 ? 1 : 0);
    if (serial !== '') return serial;
  }
  return null;
}

/** INV-3 (table 0384) tells reagents from control material and liquids; the first reagent's lot is the kit's. */
function readKitLot(invs: readonly Segment[]): string | null {
  const reagent = invs.find((inv) => /^(?:R\d*|SR|MR|RC|)$/.test(inv.text(3)) && inv.text(16) !== '');
  return reagent?.text(16) ?? null;
}
