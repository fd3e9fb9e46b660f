import type { FileSettingsAnswer } from '#lis/contracts';
import type { Executor } from '#lis/persistence';
import type { Actor } from '#lis/platform';

/** The settings of a realm's instruments, for its administrator. */
export async function listFileSettings(db: Executor, actor: Actor): Promise<FileSettingsAnswer> {
  const settings = await db<FileSettingsAnswer['settings']>`
    select i.id as "instrumentId", i.serial as "instrumentSerial", l.code as "laboratoryCode", s.folder,
      s.accepts_clean as "acceptsClean", s.targets_by_dye as "targetsByDye"
    from instrument_file_setting s join instrument i on i.id = s.instrument_id
    join laboratory l on l.id = i.laboratory_id
    where (i.id < 0) = ${actor.id < 0} order by l.code, i.serial limit 5000`;
  return { settings: [...settings] };
}
