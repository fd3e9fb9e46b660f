import type { AstmDelimiters } from './delimiters.js';
import { unescapeAstm } from './escapes.js';

/**
 * One record, split on first touch. Fields and components are numbered as in LIS2-A2: from 1, the record's letter
 * being field 1; repetitions count from 0.
 */
export class AstmRecord {
  /** upper case, `''` for an empty line */
  readonly type: string;
  private fields: string[] | undefined;

  constructor(
    readonly raw: string,
    readonly delimiters: AstmDelimiters,
  ) {
    this.type = raw.charAt(0).toUpperCase();
  }

  /** A field as it was sent; `''` when it was not. */
  field(field: number): string {
    this.fields ??= this.raw.split(this.delimiters.field);
    return this.fields[field - 1] ?? '';
  }

  /** The repetitions of a field, each as its components, escapes resolved and blanks trimmed; none when it is empty. */
  repetitions(field: number): string[][] {
    const raw = this.field(field);
    if (raw === '') return [];
    const { repeat, component } = this.delimiters;
    const split = (text: string, by: string) => (by === '' ? [text] : text.split(by));
    return split(raw, repeat).map((one) =>
      split(one, component).map((leaf) => unescapeAstm(leaf, this.delimiters).trim()),
    );
  }

  /** One leaf; `''` when it was not sent. */
  text(field: number, component = 1, repetition = 0): string {
    return this.repetitions(field)[repetition]?.[component - 1] ?? '';
  }
}
