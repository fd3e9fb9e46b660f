import { unzipSync } from 'fflate';
import { FileRefusal } from '../file-refusal.js';

const maxEntries = 500;
const maxUnpackedBytes = 96 * 1024 * 1024;

/**
 * The wanted entries of a zip. The sizes that it declares are summed before anything is unpacked, and no entry is
 * unpacked beyond what it declares (fflate writes into a buffer of that size).
 * @throws FileRefusal `zip-broken`, `zip-too-large`, `xml-entities`
 */
export function boundedUnzip(bytes: Buffer, wants: (name: string) => boolean): Record<string, Uint8Array> {
  let entries = 0;
  let unpacked = 0;
  let unzipped: Record<string, Uint8Array>;
  try {
    unzipped = unzipSync(bytes, {
      filter: ({ name, originalSize }) => {
        entries += 1;
        if (!wants(name)) return false;
        unpacked += originalSize;
        if (entries > maxEntries || unpacked > maxUnpackedBytes) throw new FileRefusal('zip-too-large');
        return true;
      },
    });
  } catch (error) {
    if (error instanceof FileRefusal) throw error;
    throw new FileRefusal('zip-broken');
  }
  for (const [name, content] of Object.entries(unzipped))
    if (name.endsWith('.xml'))
      refuseEntities(Buffer.from(content.buffer, content.byteOffset, content.byteLength));
  return unzipped;
}

/** No export needs a document type; with one come entities that grow without end. @throws FileRefusal */
export function refuseEntities(xml: Buffer): void {
  const isWide = xml[0] === 0xff || xml[0] === 0xfe || xml[0] === 0 || xml[1] === 0;
  if (isWide || xml.includes('<!DOCTYPE') || xml.includes('<!ENTITY')) throw new FileRefusal('xml-entities');
}
