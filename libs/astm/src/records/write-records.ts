import { type AstmDelimiters, STANDARD_ASTM_DELIMITERS } from './delimiters.js';
import { escapeAstm } from './escapes.js';

/** A leaf, components, or repetitions of components; every leaf is escaped. */
export type AstmField = string | readonly string[] | { readonly repetitions: readonly (readonly string[])[] };

/** One record without its CR; `fields[0]` is field 2. */
export function writeAstmRecord(
  type: string,
  fields: readonly AstmField[],
  delimiters: AstmDelimiters = STANDARD_ASTM_DELIMITERS,
): string {
  const written = fields.map((field) => writeField(field, delimiters));
  return [type, ...written].join(delimiters.field).replace(trailing(delimiters.field), '');
}

/** A header record: `fields[0]` is H-3, because H-2 is the delimiters. */
export function writeAstmHeader(fields: readonly AstmField[], delimiters = STANDARD_ASTM_DELIMITERS): string {
  const { field, repeat, component, escape } = delimiters;
  return `H${field}${repeat}${component}${escape}${field}${writeAstmRecord('', fields, delimiters).slice(1)}`;
}

/** Records → a message, each with its CR. */
export const writeAstmMessage = (records: readonly string[]): string =>
  records.map((record) => `${record}\r`).join('');

function writeField(field: AstmField, delimiters: AstmDelimiters): string {
  if (typeof field === 'string') return escapeAstm(field, delimiters);
  const repetitions = 'repetitions' in field ? field.repetitions : [field];
  return repetitions
    .map((components) => components.map((leaf) => escapeAstm(leaf, delimiters)).join(delimiters.component))
    .join(delimiters.repeat);
}

const trailing = (field: string) =>
  new RegExp(`(?:${field.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`)})+$`);
