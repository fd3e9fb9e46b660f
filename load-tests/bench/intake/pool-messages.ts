import { encodeFrame, writeOruPool } from '#lis/hl7';

/** The instrument that the bench's messages come from. */
export const sender = { application: 'BENCHMW', facility: 'LAB01' };

const idWidth = 10;
const sentinel = '9999999999';

/** A maker of framed messages of one pool, about 1.2 kB, each with a control id of its own; 2 µs a message. */
export function poolMessages(): (controlId: number) => Buffer {
  const text = writeOruPool({
    sender,
    receiver: { application: 'SWEEPWELL', facility: 'LAB' },
    controlId: sentinel,
    time: '20300101080000+0800',
    instrumentSerial: 'SN-BENCH',
    runNumber: 'RUN-1',
    kitLot: 'LOT-1',
    plateCode: 'PLATE-BENCH-1',
    well: {
      well: 'C5',
      tubeCode: 'POOL-000123',
      role: 'pool',
      memberCount: 10,
      readings: [
        { target: 'ORF1AB', ct: 28.41 },
        { target: 'N', ct: 27.12 },
        { target: 'IC', ct: 24 },
      ],
      observedAt: '20300101075900+0800',
    },
  });
  const template = encodeFrame(text);
  const places: number[] = [];
  for (let at = template.indexOf(sentinel); at >= 0; at = template.indexOf(sentinel, at + 1)) places.push(at);
  return (controlId) => {
    const frame = Buffer.from(template);
    const digits = String(controlId).padStart(idWidth, '0');
    for (const place of places) frame.write(digits, place, 'latin1');
    return frame;
  };
}
