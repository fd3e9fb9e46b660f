import type { LayOutPlateAnswer, WorklistWell } from '#lis/contracts';
import { demoKit, HOUR_MS, MINUTE_MS } from '#lis/domain';
import type { z } from 'zod';
import { laboratoryOfInstrument } from '../city/index.js';
import type { Drill } from '../drill.js';
import { ProductRefusal } from '../product/index.js';
import { ranks } from '../schedule/index.js';
import { between, draws, tubeCode } from '../truth/index.js';
import { barcodeOf, blankPlate, type Plate, plateId } from './plate.js';
import { emptyRack, type Rack } from './queue.js';

const PLATE = 94;
const LONGEST_WAIT_MS = HOUR_MS / 2;
const LOADING_MS = 10 * MINUTE_MS;
const RUN_MINUTES = [72, 78] as const;

export type Bench = ReturnType<typeof createBench>;

/**
 * A laboratory's bench: plates are laid out when 94 tubes are there, or the first has waited half an hour; then
 * they go to the instrument that is free next. One technician does one thing after another.
 */
export function createBench(
  drill: Drill,
  laboratory: number,
  office: { nextPlate(): number; opened(plate: Plate): void; send(plate: Plate): void },
) {
  const { api, setup, schedule, journal, clock, marks, counts } = drill;
  const token = setup.tokens.technicians[laboratory] ?? '';
  const instruments = Array.from({ length: drill.city.sizes.instruments }, (_, index) => index).filter(
    (index) => laboratoryOfInstrument(index, drill.city.sizes) === laboratory,
  );
  const busyUntil = new Map(instruments.map((instrument) => [instrument, 0]));
  const rack: Rack = emptyRack();
  let hands = Promise.resolve();
  const inTurn = (work: () => Promise<void>): Promise<void> => (hands = hands.then(work));

  const layOut = async () => {
    while (rack.size() >= PLATE || rack.oldest() + LONGEST_WAIT_MS <= clock.now()) {
      const tubes = rack.take(PLATE);
      const returned = tubes.some((serial) => marks.plateOf(serial) >= 0);
      const at = clock.now();
      const plate = { ...blankPlate, n: office.nextPlate(), laboratory, tubes, laidOutAt: at, returned };
      journal.write({ k: 'plate', n: plate.n, laboratory, at, tubes, returned });
      await runPlate(plate);
    }
  };
  const runPlate = async (plate: Plate) => {
    for (const serial of plate.tubes) {
      marks.clear(serial, 'queued');
      marks.set(serial, 'plated');
      marks.putOnPlate(serial, plate.n);
    }
    const barcode = barcodeOf(drill, plate.n);
    try {
      await api.insist<z.infer<typeof LayOutPlateAnswer>>('POST', '/v1/plates', token, {
        id: plateId(drill, plate.n),
        barcode,
        sweepId: setup.sweepId,
        kit: { id: demoKit.id, version: demoKit.version },
        tubeCodes: plate.tubes.map((serial) => tubeCode(drill.labels, serial)),
      });
    } catch (error) {
      if (!(error instanceof ProductRefusal)) throw error;
      drill.violations.add('plate-refused', error.message);
      return;
    }
    counts.plates += 1;
    const [instrument, free] = [...busyUntil].sort(([, a], [, b]) => a - b)[0] ?? [0, 0];
    const from = Math.max(clock.now() + LOADING_MS, free);
    const until = from + Math.round(between(drill.city.seed, plate.n, draws.run, ...RUN_MINUTES) * MINUTE_MS);
    journal.write({ k: 'run', n: plate.n, instrument, from, until });
    await startRun({ ...plate, instrument, until });
  };
  /** The analyser asks for its worklist; the readings come at the run's end. */
  const startRun = async (plate: Plate) => {
    busyUntil.set(plate.instrument, Math.max(plate.until, busyUntil.get(plate.instrument) ?? 0));
    const barcode = encodeURIComponent(barcodeOf(drill, plate.n));
    const { wells } = await api.insist<{ wells: WorklistWell[] }>(
      'GET',
      `/v1/plates/worklist?barcode=${barcode}`,
      token,
    );
    const running = { ...plate, wells };
    counts.runs += 1;
    office.opened(running);
    schedule.add(plate.until, ranks.bench, async () => office.send(running));
  };
  const watchTheClock = () => {
    const at = rack.oldest() + LONGEST_WAIT_MS;
    if (at < Infinity) schedule.add(at, ranks.bench, () => inTurn(layOut));
  };

  const rackUp = (serials: readonly number[], at: number) => {
    for (const serial of serials) if (marks.set(serial, 'queued')) rack.add(serial, at);
  };
  const goOn = async () => {
    await layOut();
    watchTheClock();
  };

  return {
    /** tubes of a box; what the product's list had shown before is on a plate already */
    take: (serials: readonly number[], at: number) =>
      inTurn(async () => {
        rackUp(
          serials.filter((serial) => marks.plateOf(serial) < 0),
          at,
        );
        await goOn();
      }),
    /** looks for tubes that wait; nothing is plated between the look and the rack */
    look: (find: () => Promise<readonly number[]>) =>
      inTurn(async () => {
        const found = await find();
        if (found.length === 0) return;
        rackUp(found, clock.now());
        await goOn();
      }),
    /** after a restart: a plate that had been written down */
    resumePlate: (plate: Plate) => inTurn(() => runPlate(plate)),
    resumeRun: (plate: Plate) => inTurn(() => startRun(plate)),
    token,
  };
}
