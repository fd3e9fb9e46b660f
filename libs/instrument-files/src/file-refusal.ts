/** Where in a file: `sheet` of a workbook, line and column from 1. */
export type FilePlace = { sheet?: string; line?: number; column?: number };

/**
 * A file that is not taken over, and why: the one thing that readers throw. `code` is one of
 * `file-empty`, `file-too-large`, `format-unknown`, `xls-not-read`, `zip-broken`, `zip-too-large`, `xml-broken`, `xml-entities`,
 * `too-many-rows`, `cell-unreadable`, `well-unknown`, `plate-not-96`, `plate-not-384`, `target-missing`, `well-differs`, `row-too-long`, `row-too-short`,
 * `quote-not-closed`, `no-readings`.
 */
export class FileRefusal extends Error {
  override name = 'FileRefusal';
  constructor(
    readonly code: string,
    readonly place: FilePlace = {},
    /** what was found there, cut to 60 characters; or the columns that were missed */
    readonly found: string = '',
  ) {
    super(code);
  }
}
