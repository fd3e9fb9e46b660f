import { createHash } from 'node:crypto';
import { type Identity, type SealedTube, sealedTubeText } from '#lis/contracts';
import { makeMainlandId, makeTubeCode, momentText, uuidV7 } from '#lis/domain';

export type TubeOrder = {
  sweepId: number;
  sessionId: string;
  residences: string[];
  sealedAt: number;
};
const day = 86_400_000;

/** Who person number `index` is: a resident with a valid number; the same index is the same person. */
export function memberOf(index: number): { identity: Identity; name: string; phone: string } {
  return {
    identity: identityOf(index),
    name: `张${String.fromCodePoint(0x4e00 + (index % 5000))}`,
    phone: `1${String(3_000_000_000 + index).slice(0, 10)}`,
  };
}

function identityOf(index: number): Identity {
  const area = 420_100 + (index % 90);
  const born = momentText(Math.floor(index / 90_000) * day)
    .slice(0, 10)
    .replaceAll('-', '');
  return {
    type: 'mainland-id',
    number: makeMainlandId(String(area), born, String(Math.floor(index / 90) % 1000).padStart(3, '0')),
  };
}

/** Sealed tube `serial` with ten persons, as a tablet sends it. */
export function sealTube(serial: number, persons: readonly number[], order: TubeOrder): SealedTube {
  const random = createHash('sha256').update(`tube ${serial}`).digest().subarray(0, 10);
  const tube: Omit<SealedTube, 'bodyHash'> = {
    id: uuidV7(order.sealedAt, random),
    code: makeTubeCode('B', serial),
    sweepId: order.sweepId,
    sessionId: order.sessionId,
    purpose: 'screening',
    causeTubeId: null,
    sealedAt: momentText(order.sealedAt),
    members: persons.map((index) => ({
      ...memberOf(index),
      category: 'general',
      residence: order.residences[index % order.residences.length] ?? null,
    })),
  };
  return { ...tube, bodyHash: createHash('sha256').update(sealedTubeText(tube)).digest('hex') };
}
