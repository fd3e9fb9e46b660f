/** The WHATWG label behind a name of HL7 table 0211 (MSH-18), `null` for ASCII, no name or an unknown one. */
export function charsetLabel(declared: string | undefined): string | null {
  if (declared === undefined || declared === '') return null;
  const known = labels.get(declared);
  if (known !== undefined) return known;
  const name = declared.toUpperCase().replaceAll(/[\s_-]/g, '');
  if (/^(UNICODE)?UTF8$/.test(name) || name === 'UNICODE') return 'utf-8';
  if (/^(GB18030(2000|2005|2022)?|GBK|GB2312|CP936)$/.test(name)) return 'gb18030';
  if (name === 'BIG5') return 'big5';
  const latin = /^(?:ISO)?8859\/?(1[0-6]|[1-9])$/.exec(name)?.[1];
  return latin === undefined || latin === '12' ? null : `iso-8859-${latin}`;
}

// The two names nearly every message carries, found without normalising.
const labels = new Map([
  ['UNICODE UTF-8', 'utf-8'],
  ['GB 18030-2000', 'gb18030'],
]);
