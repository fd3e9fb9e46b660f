import { hash } from 'node:crypto';
import { normaliseTubeCode, zoneOffsetMs } from '#lis/domain';
import { parseHl7Time } from '#lis/hl7';
import type { Transaction } from '#lis/persistence';
import { makePlate, readCartridgeKit } from './make-plates.js';
import { isControlRole } from './place-specimens.js';
import type { SentSpecimen } from './read-stored-message.js';
import { lockTubes, type PlateOfTube, readPlatesOfTubes, type SentTube } from './tubes.queries.js';

/**
 * Where a specimen belongs: on a plate; nowhere yet (`orphan`, with what it waits for); or before a person (`park`).
 * `quiet`: needs nobody, e.g. the analyser's own quality control. `runNumber`: of a run that the sender did not name.
 */
export type Found =
  | { kind: 'plate'; barcode: string; byTube: boolean; runNumber: string | null }
  | { kind: 'orphan'; reason: string; subject: string }
  | { kind: 'park'; reason: string; quiet?: true };

const codeOf = ({ specimen }: SentSpecimen) => normaliseTubeCode(specimen.tubeCode ?? '');
const park = (reason: string): Found => ({ kind: 'park', reason });

/**
 * The plate of each specimen: by the barcode that was sent, else as the sender's profile says by the tube's one open
 * plate, or a plate of one well that is made for (instrument, run, tube). Guesses nothing.
 */
export async function findPlates(
  tx: Transaction,
  sent: readonly SentSpecimen[],
  at: (id: number) => number,
): Promise<Map<SentSpecimen, Found>> {
  const found = new Map<SentSpecimen, Found>();
  const byTube: SentSpecimen[] = [];
  for (const one of sent) {
    const { plateCode: barcode, tubeCode } = one.specimen;
    if (barcode !== null) found.set(one, { kind: 'plate', barcode, byTube: false, runNumber: null });
    else if (one.profile.placement === 'by-plate') found.set(one, park('without-plate'));
    else if (isControlRole(one.specimen.role)) found.set(one, plateOfControl(one));
    else if (tubeCode === null) found.set(one, park('without-code'));
    else byTube.push(one);
  }
  if (byTube.length === 0) return found;
  const tubes = await lockTubes(tx, [...new Set(byTube.map(codeOf))].sort());
  const plates = await readPlatesOfTubes(tx, tubes.values());
  for (const one of byTube) {
    const tube = tubes.get(codeOf(one));
    const { placement } = one.profile;
    if (tube === undefined || !isRegistered(tube)) found.set(one, orphan(one, placement));
    else if (tube.sweepId < 0 !== one.message.instrumentId < 0) found.set(one, park('realm-mixed'));
    else {
      const own = (plates.get(tube.id) ?? []).filter(
        ({ laboratoryId }) => laboratoryId === one.message.laboratoryId,
      );
      const decide = placement === 'by-tube' ? openPlate : cartridge;
      found.set(one, await decide(tx, one, tube, own, at(tube.sweepId)));
      if (placement === 'sample-to-answer') plates.set(tube.id, await again(tx, tube));
    }
  }
  return found;
}

type Known = SentTube & { id: string; sweepId: number };
const isRegistered = (tube: SentTube): tube is Known => tube.id !== null && tube.sweepId !== null;

// a second specimen of the same tube in this batch must see the plate that was just made
async function again(tx: Transaction, tube: Known): Promise<PlateOfTube[]> {
  const plates = (await readPlatesOfTubes(tx, [tube])).get(tube.id) ?? [];
  if (plates.length > 0 && tube.state === 'received') tube.state = 'plated';
  return plates;
}

/** What worklists call a control holds its plate's barcode; anything else is the analyser's own quality control. */
function plateOfControl({ specimen, profile }: SentSpecimen): Found {
  const barcode = /^(?:NC|PC|EC)-(.+)$/i.exec(specimen.tubeCode ?? '')?.[1];
  return barcode === undefined || profile.placement === 'sample-to-answer'
    ? { kind: 'park', reason: 'quality-control', quiet: true }
    : { kind: 'plate', barcode, byTube: true, runNumber: null };
}

/** A tube that is not there yet is normal (HL7.md section 3): the message waits for its receipt or its plate. */
function orphan(one: SentSpecimen, placement: string): Found {
  const code = codeOf(one);
  const reason = `${placement === 'by-tube' ? 'plated' : 'tube'}:${code}`;
  return { kind: 'orphan', reason, subject: `tube-code:${code}` };
}

/** By tube: of several plates the one that is not rejected and was there when it was measured; else a person. */
async function openPlate(
  _: Transaction,
  one: SentSpecimen,
  tube: Known,
  plates: PlateOfTube[],
): Promise<Found> {
  if (plates.length === 0) return tube.state === 'plated' ? park('plate-elsewhere') : orphan(one, 'by-tube');
  const open = plates.length === 1 ? plates : plates.filter((plate) => !plate.isRejected);
  const [plate, second] = open;
  const { receivedAt } = one.message;
  const offsetMs = plate === undefined ? 0 : zoneOffsetMs(receivedAt, plate.timeZone);
  const measuredAt = earliest(one, Math.round(offsetMs / 60_000))?.at ?? receivedAt;
  const isEarlier = plates.length > 1 && plate !== undefined && measuredAt < plate.laidOutAt;
  if (plate === undefined || second !== undefined || isEarlier) return park('plate-ambiguous');
  return { kind: 'plate', barcode: plate.barcode, byTube: true, runNumber: null };
}

/** Sample-to-answer: one plate of one well for (instrument, run, tube), made when the tube is here and free. */
async function cartridge(
  tx: Transaction,
  one: SentSpecimen,
  tube: Known,
  plates: PlateOfTube[],
  at: number,
): Promise<Found> {
  const { message, specimen, profile } = one;
  // a cartridge without a run number is told by when it was measured
  const run =
    specimen.readings.find(({ runNumber }) => runNumber !== null)?.runNumber ??
    // only their order counts: without a zone all are read in the same one
    earliest(one, 0)?.text ??
    one.messageTime;
  const name = hash('sha256', `${message.instrumentId}\n${run}\n${tube.code}`, 'hex').slice(0, 16);
  const barcode = `SA-${tube.code}-${name}`;
  const place: Found = { kind: 'plate', barcode, byTube: true, runNumber: run };
  if (plates.some((plate) => plate.barcode === barcode)) return place;
  const isHere = tube.laboratoryId === message.laboratoryId;
  if (tube.state === 'sealed' || tube.state === 'boxed' || tube.state === 'handed-over')
    return orphan(one, 'sample-to-answer');
  if (tube.state !== 'received' || tube.held === true || !isHere) return park('tube-not-free');
  const { kit } = profile;
  if (kit === null || (await readCartridgeKit(tx, kit)) === null)
    return park('kit-without-internal-controls');
  await makePlate(tx, { barcode, laboratoryId: message.laboratoryId, kit, tube, at });
  return place;
}

/** The first of a specimen's times of observation. */
function earliest({ specimen }: SentSpecimen, offsetMinutes: number): { text: string; at: number } | null {
  let first: { text: string; at: number } | null = null;
  for (const { observedAt: text } of specimen.readings) {
    const at = text === null ? null : parseHl7Time(text, offsetMinutes);
    if (text !== null && at !== null && (first === null || at < first.at)) first = { text, at };
  }
  return first;
}
