import { formatHl7Time, writeOruPool } from '#lis/hl7';
import { sender } from '../../load-tests/bench/intake/pool-messages.js';

/** Message `n` of a run and a tube of its own. */
export function messageOf(n: number): string {
  return writeOruPool({
    sender,
    receiver: { application: 'SWEEPWELL', facility: 'LAB' },
    controlId: String(n),
    time: formatHl7Time(Date.UTC(2030, 0, 1) + n * 1000, 480),
    instrumentSerial: 'SN-BENCH',
    runNumber: `RUN-${Math.floor(n / 96)}`,
    kitLot: 'LOT-1',
    plateCode: `PLATE-${Math.floor(n / 96)}`,
    well: {
      well: 'C5',
      tubeCode: `TUBE-${n}`,
      role: 'pool',
      readings: [{ target: 'N', ct: n % 7 === 0 ? 28.5 : null }],
      observedAt: '20300101075900+0800',
    },
  });
}
