import { isSilentTooLong, momentText, usualSilenceMs } from '#lis/domain';
import { askAttention, readProfiles, writeAudit } from '#lis/persistence';
import type { Context } from '#lis/platform';
import { type Expected, markSilent, readExpected } from './contacts.queries.js';

const dayMs = 24 * 60 * 60 * 1000;
const atOnce = 1000;

/**
 * Puts each instrument before a person that is silent longer than is usual for it while plates wait: one task until it
 * speaks again. Any number of gateways may look.
 */
export async function tellSilence({ db, clock }: Context): Promise<void> {
  const now = { real: clock.now('real'), drill: clock.now('drill') };
  const since = { real: now.real - dayMs, drill: now.drill - dayMs };
  const expected = await readExpected(db, since, atOnce);
  if (expected.length === 0) return;
  const profileOf = await readProfiles(db, expected.map(keyOf));
  for (const one of expected) {
    const { instrumentId, lastHeardAt, pausesMs, waitingSince } = one;
    // what it measures is not laid out by anybody
    if (profileOf(keyOf(one)).placement === 'sample-to-answer') continue;
    const at = now[keyOf(one).realm];
    if (!isSilentTooLong(lastHeardAt, pausesMs, waitingSince, at)) continue;
    const subject = `instrument:${instrumentId}`;
    const detail = { lastHeardAt: momentText(lastHeardAt), usualSilenceMs: usualSilenceMs(pausesMs) };
    await db.begin(async (tx) => {
      await tx`set local statement_timeout = '2s'`;
      if (!(await markSilent(tx, instrumentId, lastHeardAt))) return;
      const code = 'instrument-silent';
      await askAttention(tx, [{ sweepId: Math.sign(instrumentId), code, subject, detail, at }]);
      const by = { actor: 'system:gateway', origin: 'gateway' };
      await writeAudit(tx, [{ at, sweepId: null, ...by, action: code, subject, detail }]);
    });
  }
}

const keyOf = ({ instrumentId, profileId, profileVersion }: Expected) => ({
  realm: instrumentId < 0 ? ('drill' as const) : ('real' as const),
  id: profileId,
  version: profileVersion,
});
