import {
  type AttentionRow,
  type AuditRow,
  type Transaction,
  writeAudit,
  writeOutbox,
} from '#lis/persistence';
import { openAttentionOnce } from './attention-once.queries.js';
import { agrees, callPlate, judgePlate } from './call-wells.js';
import { readCalled, readDoubts, type RunCall, wellSubject, writeCalls } from './calls.queries.js';
import type { FileRun } from './file-runs.queries.js';
import { alignFileReadings } from './join-file-runs.js';
import { nameOfRun, type PlacedReading } from './place-specimens.js';
import type { Plate } from './plates.queries.js';
import { readReadings, type StoredReading, writeReadings } from './readings.queries.js';
import { openRuns, type Run, type RunKey, type RunVerdict, writeVerdicts } from './runs.queries.js';
import { sortReadings } from './sort-readings.js';

type Batch = {
  at: (sweepId: number) => number;
  plateById: ReadonlyMap<string, Plate>;
  keys: readonly RunKey[];
  placed: readonly PlacedReading[];
  /** runs that came as a file too */
  files: readonly FileRun[];
};

/** Writes the readings of a batch, judges the runs that they complete, and calls the wells of accepted runs. */
export async function recordReadings(
  tx: Transaction,
  { at, plateById, keys, placed, files }: Batch,
): Promise<void> {
  const runs = await openRuns(tx, keys, at);
  const runByName = new Map(runs.map((run) => [nameOfRun(run), run]));
  const sweepOf = new Map(runs.map(({ id, sweepId }) => [id, sweepId]));
  for (const reading of placed) reading.runId = runByName.get(nameOfRun(reading.run))?.id ?? 0;

  const known = await readReadings(tx, runs);
  alignFileReadings(files, known, placed);
  const { fresh, conflicts } = sortReadings(known, placed);
  await writeReadings(tx, (runId) => sweepOf.get(runId) ?? 0, fresh);
  const called = await readCalled(tx, runs);
  const doubts = await readDoubts(tx, runs);
  const attention: AttentionRow[] = [];
  const ask = (code: string, runId: number, well: string, detail: Record<string, unknown>) => {
    const sweepId = sweepOf.get(runId) ?? 0;
    attention.push({
      sweepId,
      code,
      subject: wellSubject(runId, well),
      detail: { runId, well, ...detail },
      at: at(sweepId),
    });
  };
  for (const { code, reading } of conflicts) {
    ask(code, reading.runId, reading.well, { messageId: reading.messageId, target: reading.target });
    const subject = wellSubject(reading.runId, reading.well);
    doubts.set(subject, [...(doubts.get(subject) ?? []), code]);
  }
  for (const { runId, well, status, messageId, code, run } of fresh) {
    if (status !== 'P' && called.get(runId)?.has(well)) ask('reading-after-call', runId, well, { messageId });
    const plate = plateById.get(run.plateId);
    if (plate && !agrees(plate, well, code)) ask('well-disagrees', runId, well, { messageId, code });
  }

  const byRun = groupByRun(runs, [...known.filter((one) => !isReplaced(one, fresh)), ...fresh]);
  const verdicts: RunVerdict[] = [];
  const calls: RunCall[] = [];
  for (const run of runs) {
    const plate = plateById.get(run.plateId);
    const readings = byRun.get(run.id) ?? [];
    if (!plate) continue;
    if (run.state === 'waiting') {
      const judgement = judgePlate(plate, readings);
      if (judgement.kind === 'waiting') continue;
      run.state = judgement.kind;
      const reasons =
        judgement.kind === 'rejected'
          ? judgement.reasons.map(({ code, kind, target }) => [code, kind, target].filter(Boolean).join(':'))
          : [];
      verdicts.push({ run, state: judgement.kind, reasons, at: at(run.sweepId) });
      if (judgement.kind === 'rejected')
        attention.push({
          sweepId: run.sweepId,
          code: 'run-rejected',
          subject: `run:${run.id}`,
          detail: { reasons, plateId: run.plateId },
          at: at(run.sweepId),
        });
    }
    if (run.state !== 'accepted') continue;
    const doubted = new Map(
      [...plate.wells.keys()].map((well) => [well, doubts.get(wellSubject(run.id, well)) ?? []]),
    );
    const ruleVersion = `${plate.kit.id}@${plate.kit.version}`;
    for (const call of callPlate(plate, readings, called.get(run.id) ?? new Set(), doubted))
      calls.push({ ...call, run, ruleVersion, at: at(run.sweepId) });
  }
  await writeVerdicts(tx, verdicts);
  await writeCalls(tx, calls);
  const wellsOf = new Map<Run, string[]>();
  for (const { run, well } of calls) wellsOf.set(run, [...(wellsOf.get(run) ?? []), well]);
  await writeOutbox(
    tx,
    'calls',
    [...wellsOf].map(([{ id, sweepId }, wells]) => ({ sweepId, payload: { runId: String(id), wells } })),
  );
  await openAttentionOnce(tx, unique(attention));
  await writeAudit(tx, [
    ...verdicts.map(({ run, state, reasons }) => audit(run, `run-${state}`, { reasons }, at)),
    ...[...wellsOf].map(([run, wells]) => audit(run, 'wells-called', { count: wells.length }, at)),
  ]);
}

function audit(run: Run, action: string, detail: Record<string, unknown>, at: Batch['at']): AuditRow {
  return {
    at: at(run.sweepId),
    sweepId: run.sweepId,
    actor: 'system:interpretation',
    origin: 'worker',
    action,
    subject: `run:${run.id}`,
    detail,
  };
}

function unique(rows: readonly AttentionRow[]): AttentionRow[] {
  return [...new Map(rows.map((row) => [`${row.code}\n${row.subject}`, row])).values()];
}

const identity = ({ runId, well, target, observedAt }: StoredReading) =>
  `${runId}\n${well}\n${target}\n${observedAt}`;

function isReplaced(reading: StoredReading, fresh: readonly StoredReading[]): boolean {
  return reading.status === 'P' && fresh.some((one) => identity(one) === identity(reading));
}

function groupByRun(runs: readonly Run[], readings: readonly StoredReading[]): Map<number, StoredReading[]> {
  const byRun = new Map<number, StoredReading[]>(runs.map(({ id }) => [id, []]));
  for (const reading of readings) byRun.get(reading.runId)?.push(reading);
  return byRun;
}
