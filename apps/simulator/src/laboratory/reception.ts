import type { ReceiveBoxAnswer } from '#lis/contracts';
import type { z } from 'zod';
import { tubeFacts } from '../books/index.js';
import { laboratoryOfSite } from '../city/index.js';
import type { Box } from '../couriers/index.js';
import type { Drill } from '../drill.js';
import { serialOf, tubeCode } from '../truth/index.js';
import type { Bench } from './bench.js';

/** A box is counted and scanned; what is registered goes into the rack. */
export async function receiveBox(
  drill: Drill,
  benches: readonly Bench[],
  box: Box,
  at: number,
): Promise<void> {
  const { api, setup, city, labels, violations } = drill;
  const laboratory = laboratoryOfSite(box.site, city.sizes);
  const answer = await api.insist<z.infer<typeof ReceiveBoxAnswer>>(
    'POST',
    '/v1/boxes/receive',
    setup.tokens.technicians[laboratory] ?? '',
    {
      code: box.code,
      countedTubes: box.serials.length,
      tubeCodes: box.serials.map((serial) => tubeCode(labels, serial)),
      rejected: [],
    },
  );
  for (const name of ['missing', 'extra'] as const) {
    if (answer[name].length > 0) violations.add(`tube-${name}`, `${box.code}: ${answer[name].join(' ')}`);
  }
  const unregistered = new Set(answer.unregistered.map((code) => serialOf(labels, code)));
  seeReceived(drill, box, at);
  const rack = box.serials.filter((serial) => !unregistered.has(serial));
  await benches[laboratory]?.take(rack, at);
}

/** Counts the tubes of a box that is in the laboratory; also when a restart finds it there. */
export function seeReceived({ marks, turnaround, city, recollections }: Drill, box: Box, at: number): void {
  for (const serial of box.serials) {
    if (!marks.set(serial, 'received') || serial >= city.plan.tubes) continue;
    turnaround.add('sealed-received', at - tubeFacts(city.plan, recollections, serial).sealedAt);
  }
}
