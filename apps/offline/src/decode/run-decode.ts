import type { Desk } from '../desk.js';
import { findDesign } from '../designs/find-design.js';
import { runCommand } from '../run-command.js';
import { InputRefusal } from '../input/input-refusal.js';
import { readLines } from '../input/read-lines.js';
import { decodeBatch, type DecodedBatch } from './decode-batch.js';
import { DECODE_HELP } from './decode-help.js';
import { readDecodeOptions } from './decode-options.js';
import { readFile } from './read-file.js';
import { readSpecimens } from './read-specimens.js';
import { csvOf } from './show-csv.js';
import { jsonOf } from './show-json.js';
import { tableOf } from './show-table.js';

/** `decode`: from a file of pools' outcomes to calls. Gives the status: 0 decoded, 2 refused. */
export function runDecode(args: readonly string[], desk: Desk): Promise<0 | 2> {
  return runCommand(desk, async () => {
    const options = readDecodeOptions(args);
    if (options.help) {
      desk.print(DECODE_HELP);
      return;
    }
    const named = findDesign(options.design, desk);
    const lines = (file: string | undefined) =>
      file === undefined ? null : readLines(file, desk.read(file));
    const specimens = lines(options.specimens);
    const codes = specimens === null ? null : readSpecimens(specimens, named);
    const { batches, notes } = await readFile(options, named, lines(options.pools), desk);
    const unused = [...(codes?.keys() ?? [])].filter(
      (batch) => batch !== '' && !batches.some((one) => one.batch === batch),
    );
    if (unused.length > 0) throw new InputRefusal(`--specimens: no outcomes of batch ${unused.join(', ')}`);
    const decoded: DecodedBatch[] = batches.map((batch) => decodeBatch(batch, named, codes, options, desk));
    for (const note of notes) desk.warn(note);
    for (const { name, notes: own } of decoded)
      for (const note of own) desk.warn(name === '' ? note : `batch ${name}: ${note}`);
    const show = { table: tableOf, csv: csvOf, json: jsonOf }[options.format];
    desk.print(show(decoded));
  });
}
