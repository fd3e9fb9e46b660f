/** The delimiters of a message, by position in H-2 (LIS2-A2 §5.4); one that is missing is `''`: not in use. */
export type AstmDelimiters = { field: string; repeat: string; component: string; escape: string };

export const STANDARD_ASTM_DELIMITERS: AstmDelimiters = Object.freeze({
  field: '|',
  repeat: '\\',
  component: '^',
  escape: '&',
});

/** Reads them off a header record; null for a text that is none. GeneXpert's are `|@^\`. */
export function readAstmDelimiters(header: string): AstmDelimiters | null {
  if (!/^H[^A-Za-z0-9\s]/.test(header)) return null;
  const field = header.charAt(1);
  const used = new Set([field]);
  const [repeat = '', component = '', escape = ''] = [2, 3, 4].map((at) => {
    const one = header.charAt(at);
    if (used.has(one) || !/^[^A-Za-z0-9\s]$/.test(one)) return '';
    used.add(one);
    return one;
  });
  return { field, repeat, component, escape };
}
