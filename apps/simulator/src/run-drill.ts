import { setTimeout as sleep } from 'node:timers/promises';
import { loadSecrets, readConfiguration } from '#lis/platform';
import { createAnalysers } from './analysers/index.js';
import {
  createAuthority,
  createFormatDesk,
  keepBooks,
  keepFormatBooks,
  openFrontDesk,
  openLedger,
  readLedger,
} from './authority/index.js';
import { receivedAt, startCouriers } from './couriers/index.js';
import { createTeam, watchHeld } from './deciders/index.js';
import type { Drill } from './drill.js';
import { finishWhenDone } from './finish.js';
import {
  type Bench,
  createBench,
  keepPlates,
  receiveBox,
  seeReceived,
  watchWaiting,
} from './laboratory/index.js';
import { readDrillOptions } from './options.js';
import { openDrill } from './open-drill.js';
import { probe } from './probe/index.js';
import { createOfficial, type DrillSummary, writeProgress } from './progress/index.js';
import { resume } from './resume.js';
import { runSchedule } from './schedule/index.js';
import { createRecollecting, startTablets } from './tablets/index.js';

/** Runs a drill to its end, from its beginning or from where a killed process left it. */
export async function runDrill(signal: AbortSignal): Promise<DrillSummary> {
  const configuration = readConfiguration();
  const administrator = loadSecrets(configuration).administratorToken.drill;
  const { drill, authority, entries } = await openDrill(
    configuration,
    administrator,
    readDrillOptions(),
    signal,
  );

  const plates = keepPlates(drill);
  const { toLayOut, toRun, confirmed, forecast } = resume(drill, plates, entries);
  const analysers = createAnalysers(drill, plates);
  const benches: Bench[] = Array.from({ length: drill.city.sizes.laboratories }, (_, laboratory) =>
    createBench(drill, laboratory, {
      nextPlate: plates.nextPlate,
      opened: (plate) => plates.opened(plate),
      send: (plate) => analysers.send(plate),
    }),
  );
  const couriers = startCouriers(
    drill,
    (box, at) => receiveBox(drill, benches, box, at),
    (box) => seeReceived(drill, box, receivedAt(drill, box.site, box.slot)),
  );
  const recollecting = createRecollecting(drill);
  const team = createTeam(drill, (recollection) => {
    recollecting(recollection);
    couriers.carry(recollection);
    couriers.scheduleSlotOf(recollection);
  });
  const formats = keepFormatBooks(drill);
  const books = keepBooks(drill, {
    single: (key, tubeCode) => formats.owe(key, tubeCode),
    seen: (serial, at) => plates.seenResulted(serial, at),
    abnormal: (cause, at) => team.told(cause, at),
  });
  const ledger = await openLedger(drill.folder.ledger);
  const desk = createAuthority(drill, ledger, books, confirmed);
  const official = createOfficial(drill, forecast);

  // a restart: the plan first, then what followed from it
  startTablets(drill);
  for (const recollection of drill.recollections.all()) {
    recollecting(recollection);
    couriers.carry(recollection);
  }
  for (const recollection of drill.recollections.all()) couriers.scheduleSlotOf(recollection);
  couriers.schedulePlan();
  await readLedger(drill.folder.ledger, desk.enter);
  const { ledgerElr, ledgerFhir } = drill.folder;
  await readLedger(ledgerElr, (line) => formats.enter('elr', line));
  await readLedger(ledgerFhir, (line) => formats.enter('fhir', line));
  authority.answerWith(
    openFrontDesk(drill, {
      json: desk.take,
      elr: createFormatDesk(drill, 'elr', await openLedger(ledgerElr), formats),
      fhir: createFormatDesk(drill, 'fhir', await openLedger(ledgerFhir), formats),
    }),
  );
  for (const plate of toLayOut) await benches[plate.laboratory]?.resumePlate(plate);
  for (const plate of toRun) await benches[plate.laboratory]?.resumeRun(plate);

  const watches = [
    () => watchHeld(drill, plates),
    () => team.watch(),
    () => watchWaiting(drill, benches, plates),
    () => official.watch(),
    () => probe(drill),
    () => writeProgress(drill, books, official),
  ].map((watch) => keepWatching(drill, watch));
  const summary = await Promise.race([
    finishWhenDone({ drill, plates, team, books, formats, official }, (isDone) => runSchedule(drill, isDone)),
    ...watches,
  ]);
  analysers.close();
  authority.close();
  drill.api.close();
  return summary;
}

/** A refusal is noted and the watch goes on; what breaks the simulator ends it, to be started again. */
async function keepWatching({ violations, signal }: Drill, watch: () => Promise<void>): Promise<never> {
  for (;;) {
    await watch().catch((error: unknown) => violations.note(error));
    signal.throwIfAborted();
    await sleep(1000, undefined, { signal });
  }
}
