import { HOUR_MS, MINUTE_MS } from '#lis/domain';
import type { Recollection } from '../books/index.js';
import type { Drill } from '../drill.js';
import { between, draws, firstSealedAfter, namedId, wasNotUsed } from '../truth/index.js';

export const SLOT_MS = HOUR_MS / 2;
const BOX = 200;

/** A box: what a site sealed in half an hour, in parts of at most 200 tubes. */
export type Box = { site: number; slot: number; part: number; id: string; code: string; serials: number[] };

/** The half-hour, counted from the sampling day's midnight, in which a moment lies. */
export const slotOf = (day: number, at: number): number => Math.ceil((at - day) / SLOT_MS);

/** The courier comes 11–15 minutes after the box is closed: every tablet has had its network by then. */
export function handOverAt({ city }: Drill, site: number, slot: number): number {
  const wait = between(city.seed, site * 997 + slot, draws.courier, 11, 15) * MINUTE_MS;
  return Math.round(city.plan.day + slot * SLOT_MS + wait);
}

/** About 40 minutes on the road. */
export function receivedAt(drill: Drill, site: number, slot: number): number {
  const road = between(drill.city.seed, site * 997 + slot, draws.transport, 30, 50) * MINUTE_MS;
  return handOverAt(drill, site, slot) + Math.round(road);
}

/** The boxes of a site and half-hour: always the same ones, however often this is asked. */
export function boxesOf(drill: Drill, site: number, slot: number, again: readonly Recollection[]): Box[] {
  const { plan } = drill.city;
  const end = plan.day + slot * SLOT_MS;
  const serials: number[] = [];
  const until = firstSealedAfter(plan, site, end);
  for (let tube = firstSealedAfter(plan, site, end - SLOT_MS); tube < until; tube += 1) {
    if (!wasNotUsed(tube)) serials.push(tube);
  }
  for (const { serial } of again) serials.push(serial);
  return Array.from({ length: Math.ceil(serials.length / BOX) }, (_, part) => {
    const name = `${site + 1}-${slot}-${part + 1}`;
    return {
      site,
      slot,
      part,
      id: namedId(drill.labels, `box ${name}`, end),
      code: `B${drill.labels.prefix}-${name}`,
      serials: serials.slice(part * BOX, (part + 1) * BOX),
    };
  });
}
