import { rename, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { momentText, parseMoment } from '#lis/domain';
import type { AuthorityBooks } from '../authority/index.js';
import type { Drill } from '../drill.js';
import type { AskedForecast } from './summary.js';

const WRITE_MS = 400;
const FUNNEL_MS = 250;
const STAND_MS = 10_000;

export type FunnelSeen = { registered: number; received: number; resulted: number; reported: number };
export type Official = ReturnType<typeof createOfficial>;

/** The official looks at the funnel all the while, and at half of the sampling asks when it will be finished. */
export function createOfficial(drill: Drill, asked: AskedForecast | null) {
  const { api, setup, city, counts, clock, journal, marks, outstanding, signal } = drill;
  let funnel: FunnelSeen = { registered: 0, received: 0, resulted: 0, reported: 0 };
  let forecast = asked;
  let standingSince = performance.now();
  const get = <T>(path: string) =>
    api.insist<T>('GET', `${path}?sweepId=${setup.sweepId}`, setup.tokens.official);

  const askForecast = async () => {
    const { kind, finishAt } = await get<{ kind: string; finishAt: string | null }>('/v1/forecast');
    forecast = { at: clock.now(), kind, finishAt: finishAt === null ? null : parseMoment(finishAt) };
    journal.write({ k: 'forecast', ...forecast });
  };
  return {
    funnel: () => funnel,
    forecast: () => forecast,
    async watch(): Promise<void> {
      while (!signal.aborted) {
        const seen = await get<Record<keyof FunnelSeen, { tubes: number }>>('/v1/funnel');
        funnel = {
          registered: seen.registered.tubes,
          received: seen.received.tubes,
          resulted: seen.resulted.tubes,
          reported: seen.reported.tubes,
        };
        if (forecast === null && counts.sealedMembers >= city.options.people / 2) {
          // the clock waits until the official sees what has happened: a city's minute is not a drill's millisecond
          drill.standStill = performance.now() - standingSince < STAND_MS;
          if (funnel.registered === marks.counts.sealed.screening && outstanding.size() === 0)
            drill.standStill = false;
          if (!drill.standStill) await askForecast();
        } else standingSince = performance.now();
        await sleep(FUNNEL_MS, undefined, { signal });
      }
    },
  };
}

/** What the drill command shows while it waits. */
export async function writeProgress(drill: Drill, books: AuthorityBooks, official: Official): Promise<void> {
  while (!drill.signal.aborted) {
    await noteProgress(drill, books, official, false);
    await sleep(WRITE_MS, undefined, { signal: drill.signal });
  }
}

export async function noteProgress(
  drill: Drill,
  books: AuthorityBooks,
  official: Official,
  done: boolean,
): Promise<void> {
  const { city, marks, clock, counts, outstanding, recollections, violations, folder, schedule } = drill;
  const { sealed, received, plated, resulted, reported } = marks.counts;
  const shown = {
    done,
    simulatedTime: momentText(Math.round(clock.now())),
    people: city.options.people,
    sampledPeople: counts.sealedMembers - sealed.recollection,
    tubes: city.plan.sealedTubes,
    stages: {
      sealed: sealed.screening,
      received: received.screening,
      plated: plated.screening,
      resulted: resulted.screening,
      reported: reported.screening,
    },
    recollections: {
      ordered: recollections.all().length,
      sealed: sealed.recollection,
      reported: reported.recollection,
    },
    funnel: official.funnel(),
    planted: city.planted.size,
    found: books.found(),
    outstanding: { count: outstanding.size(), some: outstanding.some(5), events: schedule.size() },
    violations: violations.list().reduce((sum, { count }) => sum + count, 0),
  };
  // not synchronously: a rename waits for the disk, and everything else would wait with it
  const draft = `${folder.progress}.${done ? 'last' : 'draft'}`;
  await writeFile(draft, JSON.stringify(shown, null, 1));
  await rename(draft, folder.progress);
}
