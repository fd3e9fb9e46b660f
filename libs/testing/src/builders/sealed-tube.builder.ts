import { createHash, randomBytes } from 'node:crypto';
import { type Member, type SealedTube, sealedTubeText } from '#lis/contracts';
import { makeMainlandId, makeTubeCode, momentText, uuidV7 } from '#lis/domain';
import { noon } from './clock.builder.js';

let drawn = 0;

/** A person with a well-formed resident number: the same number for the same `n`, a new person without one. */
export function person(n = ++drawn + 500_000, given: Partial<Member> = {}): Member {
  const year = 1920 + (Math.floor(n / 300_000) % 90);
  const [month, day] = [1 + (Math.floor(n / 25_000) % 12), 1 + (Math.floor(n / 1000) % 25)];
  const born = `${year}${String(month).padStart(2, '0')}${String(day).padStart(2, '0')}`;
  return {
    identity: {
      type: 'mainland-id',
      number: makeMainlandId('110101', born, String(n % 1000).padStart(3, '0')),
    },
    name: `Name ${n}`,
    phone: `138${String(n).padStart(8, '0')}`,
    category: 'general',
    residence: 'c-drill-1',
    ...given,
  };
}

export const people = (count: number) => Array.from({ length: count }, () => person());

/** A tube as a tablet seals it, with its body hash; sealed a minute before noon with ten new people unless told. */
export function sealTube(sweepId: number, given: Partial<Omit<SealedTube, 'bodyHash'>> = {}): SealedTube {
  const tube = {
    id: uuidV7(noon, randomBytes(10)),
    code: makeTubeCode('SW', ++drawn),
    sweepId,
    sessionId: uuidV7(noon, randomBytes(10)),
    purpose: 'screening' as const,
    causeTubeId: null,
    sealedAt: momentText(noon - 60_000),
    members: given.members ?? people(10),
    ...given,
  };
  return { ...tube, bodyHash: createHash('sha256').update(sealedTubeText(tube)).digest('hex') };
}
