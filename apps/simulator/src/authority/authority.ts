import { hash32, MINUTE_MS } from '#lis/domain';
import { type Drill, machine } from '../drill.js';
import { ranks } from '../schedule/index.js';
import { between, chance, draws } from '../truth/index.js';
import type { AuthorityBooks } from './books.js';
import type { LedgerFile } from './ledger-file.js';
import { type LedgerLine, sha256 } from './ledger-line.js';
import type { Post, Reply } from './server.js';

const DELAY_MS = 1500;
const isReport = (value: unknown): value is { reportId: string; version: number } =>
  typeof value === 'object' && value !== null && 'reportId' in value && 'version' in value;

/**
 * The virtual health authority: every POST is in the ledger before it is answered; one first answer in a hundred
 * is lost after that and one is late, so that the product has to repeat itself; reports of positive people are
 * confirmed some minutes later.
 */
export function createAuthority(
  drill: Drill,
  ledger: LedgerFile,
  books: AuthorityBooks,
  confirmed: Set<string>,
) {
  const { clock, city, counts, schedule, api, setup, journal, signal } = drill;
  const answered = new Set<string>();

  const confirm = (reportId: string, version: number) => {
    const report = `${reportId}:${version}`;
    if (confirmed.has(report)) return;
    const wait = between(city.seed, hash32(report), draws.confirm, 5, 20) * MINUTE_MS;
    schedule.add(clock.now() + Math.round(wait), ranks.office, async () => {
      await api.insist('POST', '/v1/reports/confirm', setup.tokens.authority, { reportId, version });
      journal.write({ k: 'confirmed', report });
      confirmed.add(report);
    });
  };
  /** Enters a line of the ledger and does what a person there would; also after a restart. */
  const enter = (line: LedgerLine) => {
    const report = books.enter(line);
    if (report?.kind === 'retest' && report.outcome === 'positive') confirm(report.reportId, report.version);
  };
  const take = async ({ body, idempotencyKey, attempt }: Post): Promise<Reply> => {
    if (signal.aborted) return refusal(503);
    const report = parse(body);
    if (!isReport(report)) return refusal(400);
    const key = `${report.reportId}:${report.version}`;
    const draw = chance(city.seed, hash32(key), draws.lost);
    // the first report of a drill is always repeated
    const first = !answered.has(key);
    const cut = first && (draw < 0.01 || books.counts.posts === 0);
    answered.add(key);
    const line = {
      machine: machine(),
      at: clock.now(),
      idempotencyKey,
      attempt,
      sha256: sha256(body),
      lost: cut,
      body,
    };
    await ledger.append(line);
    enter(line);
    if (cut) counts.answersLost += 1;
    const receipt = {
      receiptId: `CDC-${line.sha256.slice(0, 12)}`,
      reportId: report.reportId,
      version: report.version,
      count: 'count' in report ? Number(report.count) : 1,
    };
    return { status: 200, text: JSON.stringify(receipt), cut, delayMs: first && draw > 0.99 ? DELAY_MS : 0 };
  };
  return { take, enter };
}

const refusal = (status: number): Reply => ({ status, text: '{}', cut: false, delayMs: 0 });

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
