import { momentText } from '#lis/domain';
import { deviceIndex } from '../city/index.js';
import type { Drill } from '../drill.js';
import { ranks } from '../schedule/index.js';
import { DEVICES, sealedAt, syncAfter, wasNotUsed } from '../truth/index.js';
import { sessionId } from './sealed-tube.js';
import { acknowledge, sendTubes } from './send-tubes.js';

/** Every tablet of the plan: it seals by itself and sends when it next has a network. */
export function startTablets(drill: Drill): void {
  for (let site = 0; site < drill.city.plan.sites; site += 1) {
    for (let device = 0; device < DEVICES; device += 1) startTablet(drill, site, device);
  }
}

function startTablet(drill: Drill, site: number, device: number): void {
  const { plan } = drill.city;
  const index = deviceIndex(site, device);
  const end = plan.firstTube[site + 1] ?? 0;
  let cursor = (plan.firstTube[site] ?? 0) + device;
  let opened = false;
  const nextSync = () =>
    cursor < end ? syncAfter(plan, site, device, sealedAt(plan, site, cursor)) : Infinity;
  const take = (until: number): number[] => {
    const serials: number[] = [];
    for (; nextSync() <= until; cursor += DEVICES) if (!wasNotUsed(cursor)) serials.push(cursor);
    return serials;
  };
  // a restart: what was acknowledged before is only counted
  for (const serial of take(drill.doneUntil)) acknowledge(drill, index, serial);

  const schedule = () => {
    const at = nextSync();
    if (at < Infinity) drill.schedule.add(at, ranks.tablet, () => sync(at));
  };
  const sync = async (at: number) => {
    if (!opened) await openSession(drill, index);
    opened = true;
    await sendTubes(drill, index, take(at));
    schedule();
  };
  schedule();
}

export async function openSession(drill: Drill, device: number): Promise<void> {
  const { api, setup } = drill;
  await api.insist('POST', '/v1/sessions', setup.tokens.devices[device] ?? '', {
    id: sessionId(drill, device),
    sweepId: setup.sweepId,
    openedAt: momentText(setup.startsAt),
  });
}

/** The tablets' own totals: the sender's side of the first equation of law 6. */
export async function sendDeviceCounts({ api, setup, devices }: Drill): Promise<void> {
  for (const [index, token] of setup.tokens.devices.entries()) {
    const sealedTubes = devices.tubes[index] ?? 0;
    if (sealedTubes === 0) continue;
    await api.insist('POST', '/v1/device-counts', token, {
      sweepId: setup.sweepId,
      sealedTubes,
      sealedMembers: devices.members[index] ?? 0,
      acknowledgedTubes: sealedTubes,
    });
  }
}
