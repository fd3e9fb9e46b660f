import type { SetFileSettingRequest } from '#lis/contracts';
import { failureCode, writeAudit } from '#lis/persistence';
import { type Actor, type Context, Rejection } from '#lis/platform';

/**
 * How an instrument's files come; the last setting holds. @throws Rejection 404 `instrument-unknown` (another realm's
 * too), 409 `folder-in-use`
 */
export async function setFileSetting(
  { db, clock }: Context,
  actor: Actor,
  { instrumentId, folder, acceptsClean, targetsByDye }: SetFileSettingRequest,
): Promise<{ set: true }> {
  if (instrumentId < 0 !== actor.id < 0) throw new Rejection(404, 'instrument-unknown');
  try {
    await db.begin(async (tx) => {
      const { count } = await tx`
        insert into instrument_file_setting (instrument_id, folder, accepts_clean, targets_by_dye)
        select id, ${folder}, ${acceptsClean}, ${JSON.stringify(targetsByDye)}::text::jsonb
        from instrument where id = ${instrumentId}
        on conflict (instrument_id) do update set folder = excluded.folder,
          accepts_clean = excluded.accepts_clean, targets_by_dye = excluded.targets_by_dye`;
      if (count === 0) throw new Rejection(404, 'instrument-unknown');
      await writeAudit(tx, [
        {
          at: clock.now(actor.realm),
          sweepId: null,
          actor: actor.name,
          origin: actor.origin,
          action: 'instrument-file-setting',
          subject: `instrument:${instrumentId}`,
          detail: { folder, acceptsClean, targetsByDye },
        },
      ]);
    });
  } catch (error) {
    if (failureCode(error) === '23505') throw new Rejection(409, 'folder-in-use');
    throw error;
  }
  return { set: true };
}
