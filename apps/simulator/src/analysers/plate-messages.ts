import type { WorklistWell } from '#lis/contracts';
import { MINUTE_MS } from '#lis/domain';
import { type AnalyserRun, type AnalyserWell, formatHl7Time, writeOruPool, writeOulPlate } from '#lis/hl7';
import { tubeFacts } from '../books/index.js';
import { names } from '../city/index.js';
import type { Drill } from '../drill.js';
import { barcodeOf, failsControl, type Plate } from '../laboratory/index.js';
import { readControl, readTube, serialOf, TARGETS, type WellTruth } from '../truth/index.js';

const MINUTES_EAST = 480;
const controls: Record<string, { role: AnalyserWell['role']; prefix: string }> = {
  'negative-control': { role: 'control-negative', prefix: 'NC' },
  'positive-control': { role: 'control-positive', prefix: 'PC' },
  'extraction-control': { role: 'control-extraction', prefix: 'EC' },
};

/** Every second instrument of a laboratory sends a message a well, the others one a plate. */
export const sendsWells = ({ city }: Drill, instrument: number): boolean =>
  Math.floor(instrument / city.sizes.laboratories) % 2 === 0;

/** The messages of a plate's run; `envelope` gives each its control id and time. */
export function* plateMessages(
  drill: Drill,
  plate: Plate,
  envelope: () => { controlId: string; time: string },
): Generator<string> {
  const run = { ...describeRun(drill, plate), controlId: '', time: '' };
  const wells = plate.wells.map((well, index) => readWell(drill, plate, well, index));
  if (!sendsWells(drill, plate.instrument)) {
    yield writeOulPlate({ ...run, ...envelope(), wells });
    return;
  }
  for (const well of wells) yield writeOruPool({ ...run, ...envelope(), well });
}

export const messageTime = (at: number): string => formatHl7Time(Math.round(at), MINUTES_EAST);

function describeRun(drill: Drill, plate: Plate): Omit<AnalyserRun, 'controlId' | 'time'> {
  return {
    sender: names.sender(plate.instrument),
    receiver: { application: 'SWEEPWELL', facility: 'DRILL' },
    instrumentSerial: names.serial(plate.instrument),
    runNumber: `R${plate.n + 1}`,
    kitLot: `LOT-${(plate.laboratory % 3) + 1}`,
    plateCode: barcodeOf(drill, plate.n),
  };
}

/** What the analyser saw in a well: the truth, however often it is asked. */
function readWell(
  drill: Drill,
  plate: Plate,
  { well, kind, code }: WorklistWell,
  index: number,
): AnalyserWell {
  const { city, labels, recollections } = drill;
  const measurement = plate.n * 96 + index;
  const observedAt = messageTime(plate.until - MINUTE_MS);
  const control = controls[kind];
  if (control) {
    const seen = readControl(city.seed, kind, failsControl(drill, plate), measurement);
    const tubeCode = `${control.prefix}-${barcodeOf(drill, plate.n)}`;
    return { well, tubeCode, role: control.role, readings: readingsOf(seen), observedAt };
  }
  const facts = tubeFacts(city.plan, recollections, serialOf(labels, code ?? ''));
  const seen = readTube(city.seed, facts, city.planted, measurement);
  return {
    well,
    tubeCode: code ?? '',
    role: facts.size > 1 ? 'pool' : 'patient',
    memberCount: facts.size,
    readings: readingsOf(seen),
    observedAt,
  };
}

const readingsOf = (seen: WellTruth) => TARGETS.map((target) => ({ target, ct: seen[target] }));
