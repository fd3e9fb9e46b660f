import type { Segment } from '../message/segment.js';
import type { SpecimenGroup } from './group-specimens.js';
import type { InstrumentReading, InstrumentSpecimen } from './instrument-results.js';
import { mergeReadings } from './merge-readings.js';
import { normaliseWell, type PlateGeometry } from './normalise-well.js';
import { readObservation, type Observation } from './read-observation.js';
import { roleOf, type QcFlag } from './specimen-role.js';
import { knownTarget, OVERALL } from './target-names.js';

interface MessageFacts {
  qcFlag: QcFlag;
  /** Before 2.4 OBR-7 stands in for the observation time that OBX lacks. */
  timeOfOrder: boolean;
  plate: PlateGeometry;
}

/** Makes a specimen of the segments that belong to it. */
export function readSpecimen(group: SpecimenGroup, facts: MessageFacts): InstrumentSpecimen {
  const { spm, sac } = group;
  const namedCode = specimenCode(group);
  const observations = group.observations
    .map(({ obx, obr }) => readObservation(obx, obr, facts.timeOfOrder))
    .filter((observation) => observation !== null);
  const all = mergeReadings(markOverall(observations, group.obrs));
  const readings = all.filter(({ target }) => target !== OVERALL);
  return {
    tubeCode: group.isUncertain ? null : namedCode,
    role: roleOf(spm?.text(11) ?? '', facts.qcFlag, namedCode, spm?.text(13) ?? ''),
    plateCode: sac?.text(10) || null,
    position: sac === null ? null : readPosition(sac, facts.plate),
    runNumber: sharedRunNumber(readings),
    instrumentSerial: readSerial(group),
    kitLot: readKitLot(group.invs),
    readings,
    // Of several opinions on the whole (preliminary, then final) the last sent stands.
    overall: all.findLast(({ target }) => target === OVERALL) ?? null,
  };
}

/** SPM-2 is `placer&namespace^filler&namespace`: the placer's id is the barcode that the laboratory gave out. */
function specimenCode({ spm, sac, obrs: [obr] }: SpecimenGroup): string | null {
  return (
    spm?.text(2) || spm?.text(2, 0, 1) || sac?.text(3) || obr?.text(2).trim() || obr?.text(3).trim() || null
  );
}

/** A call under the order's own code (OBX-3 = OBR-4) speaks of the whole, unless that code is a target with a Ct. */
function markOverall(observations: Observation[], obrs: readonly Segment[]): Observation[] {
  const orderCodes = new Set(obrs.map((obr) => obr.text(4)).filter((code) => code !== ''));
  const withCt = new Set(observations.filter(({ value }) => value.kind === 'ct').map(({ target }) => target));
  return observations.map((observation) => {
    const { code, target, value } = observation;
    const isWhole = value.kind === 'call' && orderCodes.has(code) && knownTarget(code) === null;
    return isWhole && !withCt.has(target) ? { ...observation, target: OVERALL } : observation;
  });
}

function readPosition(sac: Segment, plate: PlateGeometry): InstrumentSpecimen['position'] {
  const field = sac.field(11) ?? '';
  if (field === '' || field === '""') return null;
  const parts = field.split(sac.delimiters.component || '^').map((_, i) => sac.text(11, 0, i));
  const raw = parts.join('^');
  return { raw, well: normaliseWell(raw, plate) };
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
