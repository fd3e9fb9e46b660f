import { momentText } from '#lis/domain';
import type { Api } from '../product/index.js';

export type DrillClock = {
  now(): number;
  /** sets a stepped clock forward; one that runs by itself is not moved */
  moveTo(at: number): Promise<void>;
  /** a drill that is over leaves its clock standing */
  stop(): Promise<void>;
};

/** Speed 0: the clock stands still until it is set forward. It is never set back. */
export function steppedClock(api: Api, administrator: string, shows: number): DrillClock {
  let now = shows;
  return {
    now: () => now,
    moveTo: async (at) => {
      if (at <= now) return;
      await setClock(api, administrator, at, 0);
      now = at;
    },
    stop: () => Promise.resolve(),
  };
}

/** A clock that runs `rate` seconds a second and asks nobody's leave. */
export async function runningClock(
  api: Api,
  administrator: string,
  shows: number,
  rate: number,
): Promise<DrillClock> {
  await setClock(api, administrator, shows, rate);
  const anchor = performance.now();
  const now = () => Math.round(shows + (performance.now() - anchor) * rate);
  return {
    now,
    moveTo: () => Promise.resolve(),
    stop: async () => void (await setClock(api, administrator, now(), 0)),
  };
}

const setClock = (api: Api, administrator: string, at: number, rate: number) =>
  api.insist('POST', '/v1/administration/drill-clock', administrator, {
    shows: momentText(Math.round(at)),
    rate,
  });
