import type { TubeReceipt } from '#lis/contracts';
import { tubeFacts } from '../books/index.js';
import { type Drill, machine } from '../drill.js';
import { batchSentTwice } from '../truth/index.js';
import { sealedTubeJson } from './sealed-tube.js';

const BATCH = 50;

/** Sends tubes until each line is acknowledged (an outbox that is emptied only by receipts). */
export async function sendTubes(drill: Drill, device: number, serials: readonly number[]): Promise<void> {
  for (let from = 0; from < serials.length; from += BATCH) {
    const batch = serials.slice(from, from + BATCH);
    const body = `{"tubes":[${batch.map((serial) => sealedTubeJson(drill, serial)).join(',')}]}`;
    await sendBatch(drill, device, batch, body);
    if (!batchSentTwice(drill.city.seed, batch[0] ?? 0)) continue;
    drill.counts.batchesSentTwice += 1;
    await sendBatch(drill, device, batch, body);
  }
}

async function sendBatch(
  drill: Drill,
  device: number,
  batch: readonly number[],
  body: string,
): Promise<void> {
  const { api, setup, journal } = drill;
  if (drill.firstRequestAt === null) {
    drill.firstRequestAt = machine();
    journal.write({ k: 'first-request', machine: drill.firstRequestAt });
  }
  const answer = await api.insist<{ receipts: TubeReceipt[] }>(
    'POST',
    '/v1/tubes',
    setup.tokens.devices[device] ?? '',
    body,
  );
  for (const [line, serial] of batch.entries()) {
    const receipt = answer.receipts[line];
    if (
      receipt?.outcome === 'accepted' ||
      (receipt?.outcome === 'replayed' && receipt.first !== 'conflict')
    ) {
      acknowledge(drill, device, serial);
    } else {
      const said = receipt
        ? `${receipt.outcome} ${receipt.code ?? receipt.first ?? ''} ${receipt.field ?? ''}`
        : 'nothing';
      drill.violations.add('tube-not-accepted', `tube ${serial}: ${said}`);
    }
  }
}

/** Counts a tube that is registered; also when a restart finds that it was. */
export function acknowledge(
  { marks, devices, counts, city, recollections }: Drill,
  device: number,
  serial: number,
): void {
  if (!marks.set(serial, 'sealed')) return;
  const { size } = tubeFacts(city.plan, recollections, serial);
  devices.tubes[device] = (devices.tubes[device] ?? 0) + 1;
  devices.members[device] = (devices.members[device] ?? 0) + size;
  counts.sealedTubes += 1;
  counts.sealedMembers += size;
}
