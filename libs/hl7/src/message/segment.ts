import type { Delimiters } from './delimiters.js';
import { unescapeLeaf } from './escapes.js';

/**
 * One segment, read lazily: its fields are split on first touch and nothing is ever changed.
 * A class without inheritance because methods on a prototype cost nothing per segment (a plate has 700).
 * Field numbers are those of HL7 (MSH-1 is the field separator; 0 is the name); repetitions, components and
 * sub-components count from 0.
 */
export class Segment {
  readonly name: string;
  readonly raw: string;
  readonly delimiters: Delimiters;
  private fields: string[] | null = null;

  constructor(raw: string, delimiters: Delimiters) {
    const separator = raw.indexOf(delimiters.field);
    this.raw = raw;
    this.name = separator === -1 ? raw : raw.slice(0, separator);
    this.delimiters = delimiters;
  }

  /** The number of the last field that was sent. */
  get fieldCount(): number {
    return this.split().length - 1;
  }

  /** A whole field as it was sent, delimiters and escapes in place; `undefined` when it was not sent. */
  field(field: number): string | undefined {
    return this.split()[field];
  }

  /** How often a field repeats: 0 when it was not sent or is empty. */
  repetitions(field: number): number {
    const raw = this.field(field);
    if (raw === undefined || raw === '') return 0;
    return this.isDelimiterField(field) ? 1 : countParts(raw, this.delimiters.repetition);
  }

  /** One leaf as it was sent, escapes in place; `undefined` when its place was not sent. */
  rawLeaf(field: number, repetition = 0, component = 0, subcomponent = 0): string | undefined {
    const raw = this.field(field);
    if (raw === undefined) return undefined;
    if (field === 0 || this.isDelimiterField(field))
      return repetition + component + subcomponent === 0 ? raw : undefined;
    const { delimiters } = this;
    const one = nthPart(raw, delimiters.repetition, repetition);
    const part = one === undefined ? undefined : nthPart(one, delimiters.component, component);
    return part === undefined ? undefined : nthPart(part, delimiters.subcomponent, subcomponent);
  }

  /** One leaf, escapes resolved: `undefined` = its place was not sent, `''` = empty, `null` = sent as `""` (delete). */
  value(field: number, repetition = 0, component = 0, subcomponent = 0): string | null | undefined {
    const raw = this.rawLeaf(field, repetition, component, subcomponent);
    if (raw === undefined || raw === '') return raw;
    if (raw === '""') return null;
    return this.isDelimiterField(field) ? raw : unescapeLeaf(raw, this.delimiters);
  }

  /** One leaf, escapes resolved, where not sent, empty and null are all the same: `''`. */
  text(field: number, repetition = 0, component = 0, subcomponent = 0): string {
    return this.value(field, repetition, component, subcomponent) ?? '';
  }

  private isDelimiterField(field: number): boolean {
    return (field === 1 || field === 2) && isHeaderName(this.name);
  }

  private split(): string[] {
    if (this.fields !== null) return this.fields;
    const fields = this.raw.split(this.delimiters.field);
    // In a header the separator itself is field 1, so everything after the name moves up by one.
    if (isHeaderName(this.name)) fields.splice(1, 0, this.delimiters.field);
    this.fields = fields;
    return fields;
  }
}

function isHeaderName(name: string): boolean {
  return name === 'MSH' || name === 'FHS' || name === 'BHS';
}

/** The nth part between separators without building the others; `''` as separator means it is not in use. */
function nthPart(text: string, separator: string, n: number): string | undefined {
  if (separator === '') return n === 0 ? text : undefined;
  let from = 0;
  for (let i = 0; i < n; i += 1) {
    const at = text.indexOf(separator, from);
    if (at === -1) return undefined;
    from = at + 1;
  }
  const end = text.indexOf(separator, from);
  if (end === -1) return from === 0 ? text : text.slice(from);
  return text.slice(from, end);
}

function countParts(text: string, separator: string): number {
  return separator === '' ? 1 : text.split(separator).length;
}
