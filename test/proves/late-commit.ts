import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { SealedTube } from '#lis/contracts';
import { addTallies, type AuditRow, type Db, writeAudit, writeOutbox } from '#lis/persistence';
import { connectAnalyser } from '../product/analyser.js';
import { enterBench } from '../product/enter-bench.js';
import { areReported } from '../product/is-quiet.js';
import { everyProgram, openProduct } from '../product/open-product.js';
import { layOutPlate, messagesOf, tubesOf } from '../product/plates.js';
import { insist } from '../product/post.js';
import { openRecipient } from '../product/recipient.js';
import { waitUntil } from '../product/wait-until.js';
import type { Prove } from './prove.js';

const heldMs = 5000;
const flowsAgainWithinMs = 10_000;
const metric = 'late-commit';

/**
 * Law 4: a transaction writes its message, job, tally and audit row early and commits 5 s later, when rows with
 * greater ids have long been relayed, folded and reported. Nothing may pass it over, and the sealer neither: each of
 * its audit rows is sealed once, in every chain in which it has one.
 */
export const prove: Prove = async ({ report }) => {
  const recipient = await openRecipient();
  const product = await openProduct(everyProgram);
  const analyser = await connectAnalyser(product.mllpPort);
  try {
    const technician = await enterBench(product, recipient.url);
    const { owner } = product.database;
    const { sealedAt, sweepId, token } = product.sweep;
    const codesOf = (tubes: readonly SealedTube[]) => tubes.map(({ code }) => code);
    const prepare = async (n: number) => {
      const tubes = tubesOf(product, n);
      await insist(product.httpPorts[0] ?? 0, '/v1/tubes', token, { tubes });
      const wells = await layOutPlate(product, technician, n, tubes);
      const [message = ''] = messagesOf(product, n, wells, true);
      // a positive tube waits for a person
      return { codes: codesOf(tubes).filter((_, index) => index !== 2), message };
    };
    const late = await prepare(0);
    const early = await prepare(1);
    const start = performance.now();
    const held = await owner.begin(async (tx) => {
      const ids = await writeEarly(tx as unknown as Db, late.message, sweepId, sealedAt);
      // in each chain a neighbour with a greater id, committed at once
      await writeAudit(owner, auditRows(sweepId, sealedAt, 'neighbour'));
      const answer = await analyser.ask(early.message);
      if (!/MSA\|[AC]A\|/.test(answer)) throw new Error(`the neighbour was answered ${answer}`);
      const overtaken = await waitUntil(() => areReported(owner, early.codes), heldMs);
      const passed = await readGreatest(owner);
      await sleep(Math.max(0, heldMs - (performance.now() - start)));
      return { ids, overtaken, passed };
    });
    const heldForMs = Math.round(performance.now() - start);
    const tookMs = await waitUntil(() => areReported(owner, late.codes), flowsAgainWithinMs);
    report({ heldForMs, neighbourReportedAfterMs: held.overtaken, reportedAfterCommitMs: tookMs });
    if (held.overtaken === null) return 'the neighbour was not reported while the transaction was open';
    if (held.passed.audit <= held.ids.audit) return 'no later row was committed before: nothing is proved';
    if (tookMs === null) return 'the late message was not reported within 10 s of its commit';
    return await judgeLate(owner, held.ids);
  } finally {
    analyser.close();
    await product.close();
    recipient.close();
  }
};

type Ids = { audit: number; outbox: number };

/** What the gateway writes for one message, and a tally. */
async function writeEarly(tx: Db, message: string, sweepId: number, at: number): Promise<Ids> {
  const body = Buffer.from(message);
  const hash = createHash('sha256').update(body).digest('hex').slice(0, 32);
  const [stored] = await tx<{ id: number }[]>`
    insert into instrument_message (instrument_id, connection, key_hash, body_hash, control_id, body, answer, state,
      received_at)
    values (-101, 'late', ${hash}, ${hash}, '1', ${body}, '', 'stored', ${at}) returning id`;
  await writeOutbox(tx, 'message', [{ sweepId: -1, payload: { messageIds: [String(stored?.id)] } }]);
  await addTallies(tx, [{ sweepId, metric, residenceId: null, siteId: -101, at, n: 7 }]);
  await writeAudit(tx, auditRows(sweepId, at, metric));
  const [ids] = await tx<Ids[]>`
    select (select max(id) from audit where action = ${metric}) as audit,
      (select max(id) from outbox where topic = 'message') as outbox`;
  if (!ids) throw new Error('nothing was written');
  return ids;
}

/** A row in the chain of the sweep, in that of another sweep, and in the one of rows without a sweep. */
const auditRows = (sweepId: number, at: number, action: string): AuditRow[] =>
  [sweepId, sweepId - 1000, null].map((chain) => ({
    at,
    sweepId: chain,
    actor: 'system:prove',
    origin: 'prove',
    action,
    subject: 'instrument-messages:-1',
  }));

async function readGreatest(db: Db): Promise<{ audit: number }> {
  const [row] = await db<{ audit: number }[]>`select max(id) as audit from audit`;
  return row ?? { audit: 0 };
}

async function judgeLate(owner: Db, ids: Ids): Promise<string | null> {
  const folded = await waitUntil(async () => {
    const [row] = await owner<{ n: number }[]>`
      select coalesce(sum(n), 0)::int as n from progress_tally where metric = ${metric}`;
    return row?.n === 7;
  }, flowsAgainWithinMs);
  if (folded === null) return 'the late tally was not folded';
  const [row] = await owner<{ waits: boolean; audited: boolean }[]>`
    select exists (select from outbox where id = ${ids.outbox}) as waits,
      exists (select from audit where id = ${ids.audit}) as audited`;
  if (row?.waits) return 'the late job is still in the outbox';
  if (!row?.audited) return 'the late audit row is gone';
  return judgeSeals(owner);
}

/** Every row that stands now is in one block of its own chain, the late ones among them. */
async function judgeSeals(owner: Db): Promise<string | null> {
  const { audit } = await readGreatest(owner);
  const seals = async () => {
    const [row] = await owner<{ open: number; twice: number; late: number; chains: number }[]>`
      with sealed as (
        select i.id, b.chain from audit_block b cross join lateral unnest(b.ids) i (id)),
      counted as (
        select a.id, a.action, count(s.id) as times, min(s.chain) as chain from audit a
        left join sealed s on s.id = a.id and s.chain = coalesce(a.sweep_id, 0)
        where a.id <= ${audit} group by a.id, a.action)
      select count(*) filter (where times = 0)::int as open, count(*) filter (where times > 1)::int as twice,
        count(*) filter (where action = ${metric} and times = 1)::int as late,
        count(distinct chain) filter (where action = ${metric})::int as chains from counted`;
    return row ?? { open: -1, twice: 0, late: 0, chains: 0 };
  };
  const settled = await waitUntil(async () => (await seals()).open === 0, flowsAgainWithinMs);
  const { open, twice, late, chains } = await seals();
  if (settled === null) return `${open} rows of the audit were passed over by the sealer`;
  if (twice > 0) return `${twice} rows of the audit are sealed twice`;
  return late === 3 && chains === 3 ? null : `of three late rows ${late} are sealed, in ${chains} chains`;
}
