import { HOUR_MS } from '#lis/domain';
import type { Recollection } from '../books/index.js';
import { deviceIndex } from '../city/index.js';
import type { Drill } from '../drill.js';
import { ranks } from '../schedule/index.js';
import { openSession } from './tablet.js';
import { acknowledge, sendTubes } from './send-tubes.js';

const SYNC_MS = HOUR_MS / 6;

/** The site's first tablet seals the single tubes and sends those of ten minutes together. */
export function createRecollecting(drill: Drill) {
  const batches = new Map<string, number[]>();
  const opened = new Set<number>();

  return (recollection: Recollection): void => {
    const { serial, site } = recollection;
    const at = Math.ceil(recollection.sealedAt / SYNC_MS) * SYNC_MS;
    const device = deviceIndex(site, 0);
    if (at <= drill.doneUntil) return acknowledge(drill, device, serial);
    const key = `${site}/${at}`;
    const batch = batches.get(key);
    if (batch) {
      batch.push(serial);
      return;
    }
    batches.set(key, [serial]);
    drill.schedule.add(at, ranks.tablet, async () => {
      const serials = batches.get(key) ?? [];
      batches.delete(key);
      if (!opened.has(device)) await openSession(drill, device);
      opened.add(device);
      await sendTubes(drill, device, serials);
    });
  };
}
