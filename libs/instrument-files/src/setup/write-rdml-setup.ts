import { zipSync } from 'fflate';
import { inRowOrder, type SetupPlate, wellNumber } from './plate-setup.js';

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
// characters that XML 1.0 has no way to write are left out
const xml = (text: string) =>
  text
    .replaceAll(/[^\t\n\r\u{20}-\u{D7FF}\u{E000}-\u{FFFD}\u{10000}-\u{10FFFF}]/gu, '')
    .replaceAll(/[&<>"]/g, (character) => escapes[character] ?? '');
const types = {
  sample: 'unkn',
  blind: 'unkn',
  'negative-control': 'ntc',
  'extraction-control': 'nac',
  'positive-control': 'pos',
} as const;

/** RDML 1.2 with samples, targets and a run without readings, zipped with a fixed time: the same plate, the same bytes. */
export function writeRdmlSetup(plate: SetupPlate): Buffer {
  const wells = inRowOrder(plate);
  const nameOf = (well: string, code: string | null) => xml(code ?? `empty-${well}`);
  const text = [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<rdml version="1.2" xmlns="http://www.rdml.org">',
    ...[...new Set(plate.targets.map(({ dye }) => dye))].map((dye) => `<dye id="${xml(dye)}"/>`),
    ...wells.map(
      ({ well, kind, code }) => `<sample id="${nameOf(well, code)}"><type>${types[kind]}</type></sample>`,
    ),
    ...plate.targets.map(
      ({ name, dye }) => `<target id="${xml(name)}"><type>toi</type><dyeId id="${xml(dye)}"/></target>`,
    ),
    `<experiment id="${xml(plate.barcode)}"><run id="${xml(plate.barcode)}">`,
    '<pcrFormat><rows>8</rows><columns>12</columns><rowLabel>ABC</rowLabel><columnLabel>123</columnLabel></pcrFormat>',
    ...wells.map(
      ({ well, code }) =>
        `<react id="${wellNumber(well)}"><sample id="${nameOf(well, code)}"/>${plate.targets
          .map(({ name }) => `<data><tar id="${xml(name)}"/></data>`)
          .join('')}</react>`,
    ),
    '</run></experiment></rdml>',
  ].join('\n');
  return Buffer.from(zipSync({ 'rdml_data.xml': Buffer.from(text) }, { mtime: '1980-01-01T12:00:00' }));
}
