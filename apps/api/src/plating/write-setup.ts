import { type KitDefinition } from '#lis/domain';
import { SETUP_FORMATS, type SetupFormat, writePlateSetup } from '#lis/instrument-files';
import { type Actor, type Context, Rejection } from '#lis/platform';
import { readWorklist } from './lay-out-plate.js';

/** In the order of the kit's targets; the internal control reports in the last. */
const usualDyes = ['FAM', 'VIC', 'ROX', 'TAMRA'];
const controlDye = 'CY5';

/**
 * A plate of this laboratory as a set-up file for a thermocycler: codes, never names (law 11). Kits do not say their dyes yet:
 * FAM, VIC, ROX for the targets in their order and CY5 for the internal control, unless `dyes` names one for each.
 * @throws Rejection 404 `plate-unknown`, 400 `dyes-differ`
 */
export async function writeSetup(
  context: Context,
  actor: Actor,
  barcode: string,
  format: SetupFormat,
  dyes: readonly string[] | undefined,
): Promise<{ bytes: Buffer; name: string; type: string }> {
  const { wells } = await readWorklist(context, actor, barcode);
  const [plate] = await context.db<{ kit: KitDefinition }[]>`
    select k.definition as kit from plate p join kit k on k.id = p.kit_id and k.version = p.kit_version
    where p.barcode = ${barcode} and p.laboratory_id = ${actor.laboratoryId}`;
  if (!plate) throw new Rejection(404, 'plate-unknown');
  const names = [...plate.kit.targets.map(({ name }) => name), plate.kit.internalControl.target];
  if (dyes !== undefined && dyes.length !== names.length)
    throw new Rejection(400, 'dyes-differ', { targets: names });
  const targets = names.map((name, index) => ({
    name,
    dye: dyes?.[index] ?? (index === names.length - 1 ? controlDye : (usualDyes[index] ?? '')),
  }));
  const { extension, type } = SETUP_FORMATS[format];
  return {
    bytes: writePlateSetup(format, { barcode, wells, targets }),
    // a header holds no quotes and no line ends
    name: `${barcode.replaceAll(/[^A-Za-z0-9_-]/g, '_')}.${extension}`,
    type,
  };
}
