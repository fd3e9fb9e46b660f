import { boundedUnzip } from './bytes/bounded-unzip.js';
import { decodeFile } from './bytes/decode-file.js';
import { FileRefusal } from './file-refusal.js';
import { readOnPlate } from './formats/plate-kind.js';
import { readRdml } from './formats/read-rdml.js';
import { readSheets } from './formats/read-sheets.js';
import type { InstrumentFile, PlateWells } from './instrument-file.js';
import { readWorkbook } from './table/read-workbook.js';
import { splitText } from './table/split-text.js';

/** Bytes: a plate with its curves is below 3 MiB in every format. */
export const MAX_INSTRUMENT_FILE_BYTES = 16 * 1024 * 1024;

const ZIP = Buffer.from('PK\x03\x04');
const OLE = Buffer.from('d0cf11e0a1b11ae1', 'hex');

/**
 * A thermocycler's export as one plain value: QuantStudio and ABI 7500 (text, csv, xlsx), LightCycler 480 (text), CFX (csv, xlsx),
 * SLAN-96P (text, xlsx; GBK), RDML. The content alone says which one it is. Whether a reading is positive is the kit's
 * rule, not this reader's.
 * @param plates kinds of plates that are taken, in the order in which they are tried; the laboratory's own have 96 wells
 * @throws FileRefusal, and nothing else whatever the bytes
 */
export async function readInstrumentFile(
  bytes: Buffer,
  plates: readonly PlateWells[] = [96],
): Promise<InstrumentFile> {
  if (bytes.length === 0) throw new FileRefusal('file-empty');
  if (bytes.length > MAX_INSTRUMENT_FILE_BYTES) throw new FileRefusal('file-too-large');
  if (bytes.subarray(0, 8).equals(OLE))
    throw new FileRefusal('xls-not-read', {}, 'to be exported as xlsx or text');
  if (bytes.subarray(0, 4).equals(ZIP)) {
    let isWorkbook = false;
    const packed = boundedUnzip(bytes, (name) => {
      isWorkbook ||= name === 'xl/workbook.xml';
      return /^[^/]{1,100}\.(xml|rdml)$/i.test(name) && !name.startsWith('[');
    });
    if (isWorkbook) {
      const sheets = await readWorkbook(bytes);
      return readOnPlate(plates, (plate) => readSheets(sheets, plate));
    }
    const [xml] = Object.values(packed);
    if (xml === undefined) throw new FileRefusal('format-unknown', {}, 'a zip without workbook and RDML');
    const document = Buffer.from(xml.buffer, xml.byteOffset, xml.byteLength);
    return readOnPlate(plates, (plate) => readRdml(document, plate));
  }
  if (/^(\uFEFF)?\s*<(\?xml|rdml)/.test(bytes.toString('utf8', 0, 200)))
    return readOnPlate(plates, (plate) => readRdml(bytes, plate));
  // text columns hold no NUL
  const sheets = [splitText(decodeFile(bytes).replaceAll('\0', ''))];
  return readOnPlate(plates, (plate) => readSheets(sheets, plate));
}
