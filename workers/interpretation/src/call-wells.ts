import { callWell, codeAgrees, judgeRun, type Reading, type RunJudgement } from '#lis/domain';
import type { LaidOutWell, Plate } from './plates.queries.js';
import type { StoredReading } from './readings.queries.js';

export type NewCall = { well: string; tubeId: string | null; call: string; reasons: string[] };

const unusable = (reading: StoredReading) =>
  ['D', 'W', 'X'].includes(reading.status) ||
  (reading.ct === null && reading.rawValue === '' && !reading.withoutCt);

/** Judges a run by its controls; a control whose value cannot be used, or that is not what stands there, fails. */
export function judgePlate(plate: Plate, readings: readonly StoredReading[]): RunJudgement {
  const byWell = finalsByWell(readings);
  const controls = [...plate.wells.values()].flatMap(({ well, control }) => {
    if (control === null) return [];
    const own = byWell.get(well) ?? [];
    return [
      {
        well,
        kind: control,
        readings: own.map((reading): Reading => {
          const { target, ct, analyserCall, withoutCt } = reading;
          const isSound = !unusable(reading) && agrees(plate, well, reading.code);
          return isSound
            ? { target, ct, analyserCall, withoutCt }
            : { target, ct: null, analyserCall: 'INV' };
        }),
      },
    ];
  });
  return judgeRun(plate.kit, controls);
}

/**
 * Calls each tube's well that is not called yet and has a reading of every target of the kit; the others wait.
 * `doubted` are wells with another value for one of their measurements. Reasons are `code:target`, or the
 * code alone for the whole well; any holds automatic release.
 */
export function callPlate(
  plate: Plate,
  readings: readonly StoredReading[],
  called: ReadonlySet<string>,
  doubted: ReadonlyMap<string, readonly string[]>,
): NewCall[] {
  const byWell = finalsByWell(readings);
  const targets = [...plate.kit.targets.map(({ name }) => name), plate.kit.internalControl.target];
  const calls: NewCall[] = [];
  for (const place of plate.wells.values()) {
    const own = byWell.get(place.well);
    if (!place.isSample || !own || called.has(place.well)) continue;
    if (!targets.every((name) => own.some(({ target }) => target === name))) continue;
    calls.push(callOne(plate, place, own, doubted.get(place.well) ?? []));
  }
  return calls;
}

function callOne(plate: Plate, place: LaidOutWell, own: StoredReading[], doubts: readonly string[]): NewCall {
  const unclear = own.filter(unusable);
  // a positive call without a Ct stays evidence: it is held, never read as nothing
  const usable = own.filter(
    (reading) => !unusable(reading) || (reading.status === 'F' && reading.analyserCall === 'POS'),
  );
  const { call, reasons } = callWell(
    plate.kit,
    usable.map(({ target, ct, analyserCall, withoutCt }) => ({ target, ct, analyserCall, withoutCt })),
  );
  const texts = [
    ...reasons.map(({ code, target }) => (target === null ? code : `${code}:${target}`)),
    ...unclear.map(({ target }) => `ct-unusable:${target}`),
    ...(own.every(({ code }) => agrees(plate, place.well, code)) ? [] : ['well-disagrees']),
    ...doubts,
  ];
  return { well: place.well, tubeId: place.tubeId, call, reasons: [...new Set(texts)] };
}

/** Whether the code that was sent for a well is the layout's. */
export const agrees = ({ wells, wellOfCode }: Plate, well: string, code: string | null): boolean =>
  codeAgrees(wells.get(well), code, (one) => wellOfCode.has(one));

function finalsByWell(readings: readonly StoredReading[]): Map<string, StoredReading[]> {
  const byWell = new Map<string, StoredReading[]>();
  for (const reading of readings) {
    if (reading.status === 'P') continue;
    const own = byWell.get(reading.well);
    if (own) own.push(reading);
    else byWell.set(reading.well, [reading]);
  }
  return byWell;
}
