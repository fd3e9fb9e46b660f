import { MessageTopic } from '#lis/contracts';
import { profileName, readProfiles } from '#lis/persistence';
import type { OutboxRow, Transaction } from '#lis/persistence';
import type { Context } from '#lis/platform';
import { closeAttention, openAttentionOnce } from './attention-once.queries.js';
import { Fates } from './fates.js';
import { findPlates } from './find-plates.js';
import { settleMessages, type StoredMessage, takeMessages } from './messages.queries.js';
import { nameOfRun, type PlacedReading, placeSpecimen } from './place-specimens.js';
import { type Plate, readPlates } from './plates.queries.js';
import { readStoredMessage, type SentSpecimen } from './read-stored-message.js';
import { recordReadings } from './record-readings.js';
import { readFileRuns } from './file-runs.queries.js';
import { joinFileRuns } from './join-file-runs.js';

/**
 * Stored messages → readings in their wells → judged runs → well calls, a batch at a time, one statement a
 * table. A message is read by the profile that its instrument has now. One whose plate or tube is not there yet is
 * an orphan and comes again; one that cannot be used is parked, with the reason. The second time a message changes
 * nothing (law 2).
 */
export async function interpretMessages(
  { clock }: Pick<Context, 'clock'>,
  tx: Transaction,
  rows: readonly OutboxRow[],
): Promise<void> {
  const ids = rows.flatMap(({ payload }) => MessageTopic.parse(payload).messageIds);
  const messages = await takeMessages(tx, ids);
  if (messages.length === 0) return;
  const at = (id: number) => clock.now(id < 0 ? 'drill' : 'real');
  const profileOf = await readProfiles(tx, messages.map(keyOfProfile));
  const fates = new Fates(at);
  const sent: SentSpecimen[] = [];
  for (const message of messages) {
    const profile = profileOf(keyOfProfile(message));
    const read = readStoredMessage(message, profile);
    fates.begin(message, profileName(profile), read.notes);
    if (read.kind === 'not-results')
      fates.park(message, 'not-results', { messageType: read.messageType.slice(0, 20) });
    else if (read.specimens.every(({ specimen }) => specimen.readings.length === 0))
      fates.park(message, 'without-readings');
    else sent.push(...read.specimens);
  }

  const found = await findPlates(tx, sent, at);
  const barcodes = [...found.values()].flatMap((place) => (place.kind === 'plate' ? place.barcode : []));
  const plates = await readPlates(tx, [...new Set(barcodes)]);
  const placed: PlacedReading[] = [];
  for (const [one, place] of found) {
    const { message } = one;
    if (place.kind === 'orphan') fates.wait(message, place.reason, place.subject);
    else if (place.kind === 'park') fates.park(message, place.reason, codeOf(one), place.quiet);
    else {
      const plate = plates.get(place.barcode);
      if (plate === undefined) fates.wait(message, place.barcode, `plate-barcode:${place.barcode}`);
      else if (plate.sweepId < 0 !== message.instrumentId < 0)
        fates.park(message, 'realm-mixed', { plate: plate.id });
      else {
        const readings = placeSpecimen(one, plate, place);
        if (readings === null) fates.ask(plate, one);
        else if (knowsNone(plate, readings))
          fates.park(message, 'targets-unknown', {
            targets: readings.map(({ target }) => target.slice(0, 20)),
          });
        else placed.push(...readings);
      }
    }
  }

  const plateById = new Map([...plates.values()].map((plate) => [plate.id, plate]));
  const files = await readFileRuns(tx, placed);
  joinFileRuns(files, placed);
  const runs = new Map(placed.map(({ run }) => [nameOfRun(run), run]));
  if (runs.size > 0) await recordReadings(tx, { at, plateById, keys: [...runs.values()], placed, files });
  await settleMessages(tx, [...fates.states.values()]);
  await closeSettled(tx, messages, fates, at);
  await openAttentionOnce(tx, [...fates.attention.values()]);
}

const keyOfProfile = ({ instrumentId, profileId, profileVersion }: StoredMessage) => ({
  realm: instrumentId < 0 ? ('drill' as const) : ('real' as const),
  id: profileId,
  version: profileVersion,
});
const codeOf = ({ specimen }: SentSpecimen) => ({ code: specimen.tubeCode });

/** The tasks of messages that are read again close, but for those that they raise again. */
async function closeSettled(
  tx: Transaction,
  messages: readonly StoredMessage[],
  fates: Fates,
  at: (id: number) => number,
): Promise<void> {
  const raised = [...fates.attention.values()].map(({ code, subject }) => ({ code, subject }));
  const again = messages
    .filter(({ isAgain }) => isAgain)
    .map(({ id, instrumentId }) => ({
      sweepId: Math.sign(instrumentId),
      subject: `message:${id}`,
      at: at(instrumentId),
    }));
  await closeAttention(tx, again, raised);
}

/** Codes that the kit does not know, one and all: the profile does not fit, and another one will read it. */
function knowsNone({ kit }: Plate, readings: readonly PlacedReading[]): boolean {
  const known = new Set([...kit.targets.map(({ name }) => name), kit.internalControl.target]);
  return readings.length > 0 && !readings.some(({ target }) => known.has(target));
}
