import { createReadStream, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Report } from '#lis/contracts';
import { resultsOf } from '../product/recipient.js';

type Summary = {
  done: boolean;
  tubes: { screening: number; recollection: number };
  reports: { reports: number };
};
type Line = { idempotencyKey: string; body: string };
export type LedgerFigures = { posts: number; repeats: number; distinct: number; expected: number };

/** What the drill's authority wrote down, against what the drill says of itself. */
export async function judgeLedger(
  folder: string,
): Promise<{ figures: LedgerFigures; violation: string | null }> {
  const text = readFileSync(join(folder, 'drill', 'summary.json'), 'utf8');
  const summary = JSON.parse(text) as Summary;
  const bodies = new Map<string, string>();
  const identities = new Map<string, string>();
  const tubes = new Set<string>();
  let posts = 0;
  let violation: string | null = summary.done ? null : 'the drill did not come to its end';
  const lines = createReadStream(join(folder, 'drill', 'ledger.jsonl'));
  for await (const line of createInterface({ input: lines })) {
    posts++;
    const { idempotencyKey, body } = JSON.parse(line) as Line;
    const before = bodies.get(idempotencyKey);
    if (before !== undefined) {
      if (before !== body) violation ??= `the repeats of ${idempotencyKey} differ`;
      continue;
    }
    bodies.set(idempotencyKey, body);
    for (const result of resultsOf(Report.parse(JSON.parse(body)))) {
      const other = identities.get(result);
      if (other !== undefined) violation ??= `result ${result} came under ${other} and ${idempotencyKey}`;
      identities.set(result, idempotencyKey);
      tubes.add(result.slice(0, result.indexOf(':')));
    }
  }
  const expected = summary.reports.reports;
  const figures = { posts, repeats: posts - bodies.size, distinct: bodies.size, expected };
  if (bodies.size !== expected) violation ??= `${bodies.size} distinct reports, ${expected} expected`;
  const all = summary.tubes.screening + summary.tubes.recollection;
  if (tubes.size !== all) violation ??= `${tubes.size} tubes were reported, ${all} were sealed`;
  return { figures, violation };
}
