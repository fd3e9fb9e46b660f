import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import file from 'zxing-wasm/reader/zxing_reader.wasm?url';

// from this server alone, never from where the library would look for it
prepareZXingModule({ overrides: { locateFile: () => file } });

/** The code in a picture: enrolment and person codes are QR, tubes Code 128 or DataMatrix. Null: none was read. */
export async function readPicture(picture: ImageData): Promise<string | null> {
  const [read] = await readBarcodes(picture, {
    formats: ['QRCode', 'Code128', 'DataMatrix'],
    maxNumberOfSymbols: 1,
  });
  return read?.isValid === true && read.text !== '' ? read.text : null;
}
