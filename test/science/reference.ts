import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';

/** Texts of libs/domain/reference: what was published, and what was computed by others. */
export const referenceText = (path: string): string =>
  readFileSync(new URL(`../../libs/domain/reference/${path}`, import.meta.url), 'utf8');

export const referenceJson = <T>(path: string): T => JSON.parse(referenceText(path)) as T;

export const referenceRows = (path: string): Record<string, string>[] =>
  parse(referenceText(path), { columns: true });
