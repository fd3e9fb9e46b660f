import { type ControlKind, STANDARD_TEMPLATE, WELLS } from '#lis/domain';
import { type AnalyserWell, formatHl7Time, writeOruPool } from '#lis/hl7';
import { sender } from '../../load-tests/bench/intake/pool-messages.js';

/** Where message `n` stands: plates are filled one after another, controls in their own wells. */
export type NumberedPlace = { barcode: string; well: string; control: ControlKind | null; code: string };

const controls = new Map(STANDARD_TEMPLATE.controls.map(({ well, kind }) => [well, kind]));
const prefixes = { negative: 'NC', positive: 'PC', extraction: 'EC' } as const;

export function placeOf(n: number): NumberedPlace {
  const barcode = `PLATE-${Math.floor(n / WELLS.length)}`;
  const well = WELLS[n % WELLS.length] ?? '';
  const control = controls.get(well) ?? null;
  return {
    barcode,
    well,
    control,
    code: control === null ? `TUBE-${n}` : `${prefixes[control]}-${barcode}`,
  };
}

/** The targets that each message measures. */
export const numberedTargets = ['ORF1AB', 'N', 'IC'] as const;

/** Message `n` of a run: a tube of its own, or a control of its plate that is as it should be. */
export function messageOf(n: number): string {
  const { barcode, well, control, code } = placeOf(n);
  const viral = control === 'positive' || (control === null && n % 7 === 0) ? 28.5 : null;
  const cts: Record<string, number | null> = { IC: control === 'negative' ? null : 25 };
  const role: AnalyserWell['role'] = control === null ? 'pool' : `control-${control}`;
  return writeOruPool({
    sender,
    receiver: { application: 'SWEEPWELL', facility: 'LAB' },
    controlId: String(n),
    time: formatHl7Time(Date.UTC(2030, 0, 1) + n * 1000, 480),
    instrumentSerial: 'SN-BENCH',
    runNumber: `RUN-${barcode}`,
    kitLot: 'LOT-1',
    plateCode: barcode,
    well: {
      well,
      tubeCode: code,
      role,
      readings: numberedTargets.map((target) => ({
        target,
        ct: target in cts ? (cts[target] ?? null) : viral,
      })),
      observedAt: '20300101075900+0800',
    },
  });
}
