import { momentText } from '#lis/domain';
import type { Recollection } from '../books/index.js';
import { deviceIndex, laboratoryOf } from '../city/index.js';
import type { Drill } from '../drill.js';
import { ranks } from '../schedule/index.js';
import { tubeCode } from '../truth/index.js';
import { type Box, boxesOf, handOverAt, receivedAt, slotOf } from './boxes.js';

type Receive = (box: Box, at: number) => Promise<void>;
const SLOTS = 48;

/** Schedules every box of the plan, and those of re-collections as they come. */
export function startCouriers(drill: Drill, receive: Receive, seeReceived: (box: Box) => void) {
  const { plan } = drill.city;
  const again = new Map<string, Recollection[]>();
  const scheduled = new Set<string>();
  const keyOf = (site: number, slot: number) => `${site}/${slot}`;
  const boxes = (site: number, slot: number) =>
    boxesOf(drill, site, slot, again.get(keyOf(site, slot)) ?? []);

  const scheduleSlot = (site: number, slot: number) => {
    if (scheduled.has(keyOf(site, slot))) return;
    scheduled.add(keyOf(site, slot));
    const [leaves, arrives] = [handOverAt(drill, site, slot), receivedAt(drill, site, slot)];
    const scheduleReceipt = () =>
      drill.schedule.add(arrives, ranks.courier, async () => {
        for (const box of boxes(site, slot)) await receive(box, arrives);
        again.delete(keyOf(site, slot));
      });
    // a restart: what had been done is only counted
    if (leaves <= drill.doneUntil) count(drill, boxes(site, slot));
    if (arrives <= drill.doneUntil) return boxes(site, slot).forEach(seeReceived);
    if (leaves <= drill.doneUntil) return scheduleReceipt();
    drill.schedule.add(leaves, ranks.courier, async () => {
      for (const box of boxes(site, slot)) await handOver(drill, box, leaves);
      scheduleReceipt();
    });
  };
  return {
    /** a re-collection goes into the box of its half-hour */
    carry(recollection: Recollection): void {
      const { site, sealedAt } = recollection;
      const key = keyOf(site, slotOf(plan.day, sealedAt));
      again.set(key, [...(again.get(key) ?? []), recollection]);
    },
    scheduleSlotOf: ({ site, sealedAt }: Recollection) => scheduleSlot(site, slotOf(plan.day, sealedAt)),
    schedulePlan(): void {
      for (let site = 0; site < plan.sites; site += 1) {
        for (let slot = 0; slot < SLOTS; slot += 1)
          if (boxes(site, slot).length > 0) scheduleSlot(site, slot);
      }
    },
  };
}

async function handOver(drill: Drill, box: Box, at: number): Promise<void> {
  const { api, setup, city, labels, violations } = drill;
  const answer = await api.insist<{ elsewhere: string[] }>(
    'POST',
    '/v1/boxes/hand-over',
    setup.tokens.devices[deviceIndex(box.site, 0)] ?? '',
    {
      id: box.id,
      code: box.code,
      sweepId: setup.sweepId,
      laboratoryCode: laboratoryOf(city, box.site),
      tubeCodes: box.serials.map((serial) => tubeCode(labels, serial)),
      countedTubes: box.serials.length,
      handedOverAt: momentText(at),
      courier: `courier ${(box.site % 7) + 1}`,
    },
  );
  if (answer.elsewhere.length > 0)
    violations.add('tube-elsewhere', `${box.code}: ${answer.elsewhere.join(' ')}`);
  count(drill, [box]);
}

function count({ counts }: Drill, boxes: readonly Box[]): void {
  counts.boxes += boxes.length;
  for (const { serials } of boxes) counts.boxedTubes += serials.length;
}
