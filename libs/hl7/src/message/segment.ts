import type { Delimiters } from './delimiters.js';
import { unescapeLeaf } from './escapes.js';

/**
 * One segment, read lazily: a field is looked for on first touch, no further than it stands (splitting whole
 * segments was half of the time of reading 40 OBX), and nothing that was sent is ever changed.
 * A class without inheritance because methods on a prototype cost nothing per segment (a plate has 700).
 * Field numbers are those of HL7 (MSH-1 is the field separator; 0 is the name); repetitions, components and
 * sub-components count from 0.
 */
export class Segment {
  readonly name: string;
  readonly raw: string;
  readonly delimiters: Delimiters;
  /** Where the fields found so far begin; once the last is found, the end of the segment + 1 stands behind it. */
  private readonly starts: number[] = [0];
  private isWhole = false;
  /** In a header the separator itself is field 1, so that everything after it is one further than it stands. */
  private readonly shift: 0 | 1;

  constructor(raw: string, delimiters: Delimiters) {
    const separator = raw.indexOf(delimiters.field);
    this.raw = raw;
    this.name = separator === -1 ? raw : raw.slice(0, separator);
    this.delimiters = delimiters;
    this.shift = isHeaderName(this.name) ? 1 : 0;
  }

  /** The number of the last field that was sent. */
  get fieldCount(): number {
    this.find(Infinity);
    return this.starts.length - 2 + this.shift;
  }

  /** A whole field as it was sent, delimiters and escapes in place; `undefined` when it was not sent. */
  field(field: number): string | undefined {
    if (field === 1 && this.shift === 1) return this.delimiters.field;
    const place = field > 1 ? field - this.shift : field;
    if (place < 0) return undefined;
    if (!this.isWhole && this.starts.length < place + 2) this.find(place + 1);
    const end = this.starts[place + 1];
    return end === undefined ? undefined : this.raw.slice(this.starts[place], end - 1);
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
    return this.shift === 1 && (field === 1 || field === 2);
  }

  /** Looks for separators until `starts[place]` is known or the segment ends. */
  private find(place: number): void {
    const { raw, starts } = this;
    if (this.isWhole) return;
    let from = starts.at(-1) ?? 0;
    while (starts.length <= place) {
      const at = raw.indexOf(this.delimiters.field, from);
      if (at === -1) {
        starts.push(raw.length + 1);
        this.isWhole = true;
        return;
      }
      from = at + 1;
      starts.push(from);
    }
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
