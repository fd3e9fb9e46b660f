import { hash32 } from '#lis/domain';
import { type Drill, machine } from '../drill.js';
import { chance, draws } from '../truth/index.js';
import type { Format, FormatBooks } from './format-books.js';
import type { LedgerFile } from './ledger-file.js';
import { type LedgerLine, sha256 } from './ledger-line.js';
import { readElr, readFhir } from './read-formats.js';
import type { Post, Reply } from './server.js';

/**
 * The authority's desk for one format: as the desk for JSON, every report is in the ledger before its receipt is given,
 * and one first receipt in a hundred is lost.
 */
export function createFormatDesk(drill: Drill, format: Format, ledger: LedgerFile, books: FormatBooks) {
  const { city, clock, counts, signal, violations } = drill;
  return async ({ body, idempotencyKey, attempt }: Post): Promise<Reply> => {
    if (signal.aborted) return { status: 503, text: '', cut: false, delayMs: 0 };
    const read = (format === 'elr' ? readElr : readFhir)(body);
    if (read === null) {
      violations.add(`${format}-unreadable`, idempotencyKey);
      return { status: 400, text: '', cut: false, delayMs: 0 };
    }
    const first = !books.has(format, idempotencyKey);
    const cut = first && chance(city.seed, hash32(`${format}:${idempotencyKey}`), draws.lost) < 0.01;
    const line: LedgerLine = {
      machine: machine(),
      at: clock.now(),
      idempotencyKey,
      attempt,
      sha256: sha256(body),
      lost: cut,
      body,
    };
    await ledger.append(line);
    books.enter(format, line);
    if (cut) counts.answersLost += 1;
    return { status: 200, text: read.answer(`CDC-${line.sha256.slice(0, 12)}`), cut, delayMs: 0 };
  };
}
