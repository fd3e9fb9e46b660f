import { setTimeout as sleep } from 'node:timers/promises';
import { parseMoment } from '#lis/domain';
import type { Configuration } from '#lis/platform';
import { type AuthorityServer, openAuthority, type Post, type Reply } from './authority/index.js';
import {
  keepOutstanding,
  keepRecollections,
  keepViolations,
  markTubes,
  measureTurnaround,
  noCounts,
} from './books/index.js';
import {
  deviceIndex,
  drillFolder,
  loadGeography,
  makeRoom,
  type Ready,
  setUp,
  virtualCity,
} from './city/index.js';
import type { Drill } from './drill.js';
import { type Entry, openJournal, readJournal } from './journal/index.js';
import type { DrillOptions } from './options.js';
import { type Api, connectApi, ProductRefusal } from './product/index.js';
import { doneUntilOf } from './resume.js';
import { createSchedule, runningClock, steppedClock } from './schedule/index.js';
import { labelsOf } from './truth/index.js';

export type OpenedDrill = {
  drill: Drill;
  authority: AuthorityServer & { answerWith(take: (post: Post) => Promise<Reply>): void };
  entries: Entry[];
};

/** Opens the authority's address, sets the city up or finds it again, and opens the simulator's own books. */
export async function openDrill(
  { dataFolder, host, httpPort, mllpPort }: Configuration,
  administrator: string,
  options: DrillOptions,
  signal: AbortSignal,
): Promise<OpenedDrill> {
  const folder = drillFolder(dataFolder);
  makeRoom(folder, options);
  const api = connectApi(host, httpPort, signal);
  // until the books are open nothing can be taken down, and so nothing is receipted
  let take: (post: Post) => Promise<Reply> = () =>
    Promise.resolve({ status: 503, text: '{}', cut: false, delayMs: 0 });
  const server = await openAuthority(folder.authority, (post) => take(post));
  const geography = loadGeography();
  const setup = await setUp(api, administrator, folder, geography, options, server.url);
  const city = virtualCity(options, geography, setup.day);

  const entries = readJournal(folder.journal);
  const journal = openJournal(folder.journal);
  const doneUntil = doneUntilOf(entries);
  const asOf = await shownTime(api, setup);
  const shows = Math.max(doneUntil, setup.startsAt, asOf);
  const clock =
    options.speed === 0
      ? steppedClock(api, administrator, shows)
      : await runningClock(api, administrator, shows, options.speed);
  const violations = keepViolations(journal);
  const tablets = deviceIndex(city.plan.sites, 0);
  const drill: Drill = {
    city,
    setup,
    labels: labelsOf(city.seed, setup.sweepId),
    folder,
    host,
    mllpPort,
    api,
    clock,
    schedule: createSchedule((error) => violations.note(error)),
    journal,
    marks: markTubes(city.plan.tubes),
    recollections: keepRecollections(city.plan),
    outstanding: keepOutstanding(),
    violations,
    turnaround: measureTurnaround(),
    counts: noCounts(),
    devices: { tubes: new Uint32Array(tablets), members: new Uint32Array(tablets) },
    firstRequestAt: null,
    doneUntil,
    standStill: false,
    signal,
  };
  return {
    drill,
    authority: { ...server, answerWith: (given) => (take = given) },
    entries,
  };
}

// The product remembers the list of sweeps for a second.
const NEW_SWEEP_TRIES = 30;

/** What the product's clock shows to the drill. */
async function shownTime(api: Api, { sweepId, tokens }: Ready): Promise<number> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      const path = `/v1/funnel?sweepId=${sweepId}`;
      return parseMoment((await api.insist<{ asOf: string }>('GET', path, tokens.official)).asOf);
    } catch (error) {
      if (!(error instanceof ProductRefusal) || attempt === NEW_SWEEP_TRIES) throw error;
      await sleep(100);
    }
  }
}
