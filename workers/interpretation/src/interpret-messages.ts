import { MessageTopic } from '#lis/contracts';
import { askAttention, type AttentionRow, type OutboxRow, type Transaction } from '#lis/persistence';
import type { Context } from '#lis/platform';
import { type MessageState, settleMessages, takeMessages } from './messages.queries.js';
import { nameOfRun, type PlacedReading, placeSpecimen } from './place-specimens.js';
import { readPlates } from './plates.queries.js';
import { readStoredMessage, type SentSpecimen } from './read-stored-message.js';
import { recordReadings } from './record-readings.js';
import { openAttentionOnce } from './attention-once.queries.js';
import { readFileRuns } from './file-runs.queries.js';
import { joinFileRuns } from './join-file-runs.js';

/**
 * Stored messages → readings in their wells → judged runs → well calls, a batch at a time, one statement a
 * table. A message whose plate nobody has laid out is an orphan and comes again; one without results is parked.
 * The second time a message changes nothing (law 2).
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
  const states = new Map<number, MessageState>();
  const attention: AttentionRow[] = [];
  const sent: SentSpecimen[] = [];
  for (const message of messages) {
    const read = readStoredMessage(message);
    const { id, instrumentId } = message;
    if (read.kind === 'results') {
      states.set(id, { id, state: 'interpreted', reason: null });
      sent.push(...read.specimens);
      continue;
    }
    states.set(id, { id, state: 'parked', reason: 'not-results' });
    const detail = { messageType: read.messageType.slice(0, 20) };
    attention.push({
      sweepId: Math.sign(instrumentId),
      code: 'message-not-results',
      subject: `message:${id}`,
      detail,
      at: at(instrumentId),
    });
  }

  const barcodes = [...new Set(sent.flatMap(({ specimen }) => specimen.plateCode ?? []))];
  const plates = await readPlates(tx, barcodes);
  const placed: PlacedReading[] = [];
  const unknownPlates = new Map<string, AttentionRow>();
  for (const one of sent) {
    const { id, instrumentId } = one.message;
    const { plateCode } = one.specimen;
    const realm = Math.sign(instrumentId);
    const plate = plateCode === null ? undefined : plates.get(plateCode);
    const park = (reason: string, detail: Record<string, unknown>) => {
      states.set(id, { id, state: 'parked', reason });
      attention.push({
        sweepId: realm,
        code: `message-${reason}`,
        subject: `message:${id}`,
        detail,
        at: at(instrumentId),
      });
    };
    if (plateCode === null) park('without-plate', { code: one.specimen.tubeCode });
    else if (plate === undefined) {
      states.set(id, { id, state: 'orphan', reason: plateCode });
      unknownPlates.set(`${realm}\n${plateCode}`, {
        sweepId: realm,
        code: 'message-orphan',
        subject: `plate-barcode:${plateCode}`,
        at: at(instrumentId),
      });
    } else if (Math.sign(plate.sweepId) !== realm) park('realm-mixed', { plate: plate.id });
    else {
      const readings = placeSpecimen(one, plate);
      const detail = {
        messageId: id,
        code: one.specimen.tubeCode,
        position: one.specimen.position?.raw ?? null,
      };
      if (readings) placed.push(...readings);
      else
        attention.push({
          sweepId: plate.sweepId,
          code: 'well-not-laid-out',
          subject: `plate:${plate.id}`,
          detail,
          at: at(instrumentId),
        });
    }
  }

  const plateById = new Map([...plates.values()].map((plate) => [plate.id, plate]));
  const files = await readFileRuns(tx, placed);
  joinFileRuns(files, placed);
  const runs = new Map(placed.map(({ run }) => [nameOfRun(run), run]));
  if (runs.size > 0) await recordReadings(tx, { at, plateById, keys: [...runs.values()], placed, files });
  await settleMessages(tx, [...states.values()]);
  await askAttention(tx, attention);
  await openAttentionOnce(tx, [...unknownPlates.values()]);
}
