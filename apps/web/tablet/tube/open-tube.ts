import type { Member, SealedTube } from '#lis/contracts';
import { momentText, uuidV7 } from '#lis/domain';

/** The tube that is open on this tablet: one at a time. Kept at each change, so that a crash loses no person. */
export type OpenTube = { code: string; members: Member[] };

/** Why a person may not be added; null: may. The server would only flag it (law 3), here it can still be put right. */
export function whyNot(
  { members }: OpenTube,
  { identity }: Member,
  poolSize: number,
): 'twice' | 'full' | null {
  if (members.some((member) => member.identity.number === identity.number)) return 'twice';
  return poolSize > 0 && members.length >= poolSize ? 'full' : null;
}

/** The tube as it is sealed; `now` in epoch ms of the tablet's clock, 10 random bytes. */
export function sealOpenTube(
  { code, members }: OpenTube,
  session: { id: string; sweepId: number },
  now: number,
  randomBytes: Uint8Array,
): Omit<SealedTube, 'bodyHash'> {
  return {
    id: uuidV7(now, randomBytes),
    code,
    sweepId: session.sweepId,
    sessionId: session.id,
    purpose: 'screening',
    causeTubeId: null,
    sealedAt: momentText(now),
    members,
  };
}
