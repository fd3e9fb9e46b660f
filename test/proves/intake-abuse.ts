import { readFileSync } from 'node:fs';
import type { Db } from '#lis/persistence';
import { type BenchDatabase, openBenchDatabase } from '../../load-tests/bench/bench-database.js';
import { endChild, startChild } from '../../load-tests/bench/children.js';
import { listFixtures, readFixture } from '../hl7/fixtures.js';
import { judgeIntake } from '../intake/judge-intake.js';
import { messageOf } from '../intake/numbered-message.js';
import { persistentAnalyser, type Sending } from '../intake/persistent-analyser.js';
import { endlessFrame, heardWithin, idleConnections } from '../intake/strangers.js';
import { connectAnalyser } from '../product/analyser.js';
import type { Prove } from './prove.js';

const memoryLimitMb = 600;
const refusedFrame = /MSA\|AR\|/;
const refusedWithinMs = 10_000;

/**
 * Whatever strangers, broken analysers and a stalled database do to the MLLP port, the others are answered within
 * a second (three in the small form, which shares its machine with other proofs), nothing is stored twice, and the
 * gateway's memory stays bounded.
 */
export const prove: Prove = async ({ small, report }) => {
  const size = small
    ? { idle: 200, messages: 300, frameMb: 30, stallMs: 1500, answeredWithinMs: 3000 }
    : { idle: 1000, messages: 10_000, frameMb: 100, stallMs: 6000, answeredWithinMs: 1000 };
  const database = await openBenchDatabase();
  const { child } = await startChild('apps/instrument-gateway/src/main.js', database.environment);
  const port = Number(database.environment['MLLP_PORT']);
  const memory = () => peakMb(child.pid ?? 0);
  try {
    const before = memory();
    const refused = await sendJunk(port);
    if (refused !== null) return refused;
    const idle = await idleConnections(port, size.idle);
    const hanging = await Promise.all(Array.from({ length: 8 }, () => endlessFrame(port, 4)));
    const endless = await endlessFrame(port, size.frameMb);
    const heard = await heardWithin(endless, refusedFrame, refusedWithinMs);
    if (!refusedFrame.test(heard)) return `a frame of ${size.frameMb} MB was answered "${heard}"`;
    const meanwhile = await timed(port, 4, 25, 1_000_000);
    const stillOpen = idle.filter(({ destroyed }) => !destroyed).length;
    const afterStrangers = memory();
    for (const one of [...idle, endless.socket, ...hanging.map((each) => each.socket)]) one.destroy();
    report({ refusedFiles: junk().length, idle: stillOpen, p99BesideStrangersMs: meanwhile.p99Ms });
    if (stillOpen !== size.idle) return `${stillOpen} of ${size.idle} idle connections are open`;
    if (meanwhile.p99Ms > size.answeredWithinMs) return `beside strangers p99 is ${meanwhile.p99Ms} ms`;
    await empty(database.owner);
    const answers = await sendThrice(port, size.messages);
    if (typeof answers === 'string') return answers;
    const judged = await judgeIntake(database.owner, answers, size.messages);
    if (judged !== null) return judged;
    const stalled = await stall(database, port, size);
    const memoryMb = { before, afterStrangers, end: memory() };
    report({ thrice: size.messages, ...stalled.figures, memoryMb });
    if (stalled.violation !== null) return stalled.violation;
    return memoryMb.end <= memoryLimitMb ? null : `the gateway needed ${memoryMb.end} MB`;
  } finally {
    await endChild(child);
    await database.close();
  }
};

const junk = () => listFixtures('ours').filter((name) => name.startsWith('ours/bad_'));

/** Every file that is no message, and one that is cut short: refused, and the connection goes on. */
async function sendJunk(port: number): Promise<string | null> {
  const analyser = await connectAnalyser(port);
  for (const file of junk()) {
    const answer = await analyser.ask(readFixture(file).toString('utf8'));
    if (!/\rMSA\|[AC]R\|/.test(answer)) return `${file} was answered ${answer}`;
  }
  const last = await analyser.ask(messageOf(0));
  analyser.close();
  return /\rMSA\|CA\|0/.test(last) ? null : `after junk a message was answered ${last}`;
}

/** Analysers with one message in flight each; milliseconds and MSA-1 of every answer. */
async function timed(port: number, analysers: number, messages: number, from: number) {
  const waits: number[] = [];
  const codes: Record<string, number> = {};
  const run = async (lane: number) => {
    const analyser = await connectAnalyser(port);
    for (let i = 0; i < messages; i++) {
      const start = performance.now();
      const answer = await analyser.ask(messageOf(from + lane * messages + i));
      waits.push(performance.now() - start);
      const code = /\rMSA\|([A-Z]{2})/.exec(answer)?.[1] ?? 'none';
      codes[code] = (codes[code] ?? 0) + 1;
    }
    analyser.close();
  };
  await Promise.all(Array.from({ length: analysers }, (_, lane) => run(lane)));
  waits.sort((a, b) => a - b);
  return { p99Ms: Math.round(waits[Math.floor(waits.length * 0.99)] ?? 0), codes };
}

/** Each message three times, interleaved over six connections; every answer to a message must be the same. */
async function sendThrice(port: number, messages: number): Promise<Map<string, string> | string> {
  const answers = new Map<string, string>();
  const faults: string[] = [];
  const lanes = Array.from({ length: 6 }, (_, lane) => {
    let i = 0;
    const next = (): Sending | undefined => {
      if (i >= messages / 2) return undefined;
      // three lanes walk the first half of the messages, three the second, each from another place
      const half = lane % 2;
      const n = half * Math.floor(messages / 2) + ((i++ + lane * 37) % Math.floor(messages / 2));
      return { key: String(n), text: messageOf(n), times: 1 };
    };
    const answered = (key: string, answer: string) => {
      if ((answers.get(key) ?? answer) !== answer) faults.push(`the repeat of ${key} got another answer`);
      answers.set(key, answer);
    };
    return persistentAnalyser({ port, inFlight: 8, next, answered }).done;
  });
  await Promise.all(lanes);
  return faults[0] ?? answers;
}

/** The table is locked while sixteen analysers send: AE or CE in time; after that everything is stored. */
async function stall(
  { owner }: BenchDatabase,
  port: number,
  { stallMs: ms, answeredWithinMs }: { stallMs: number; answeredWithinMs: number },
) {
  const from = 2_000_000;
  const locked = await owner.begin(async (tx) => {
    await tx`lock table instrument_message in access exclusive mode`;
    return timed(port, 16, Math.ceil(ms / 750), from);
  });
  const after = await timed(port, 16, Math.ceil(ms / 750), from);
  const figures = { stalled: locked.codes, p99StalledMs: locked.p99Ms, afterwards: after.codes };
  const isRefused = Object.keys(locked.codes).every((code) => code === 'CE');
  const violation = !isRefused
    ? `while the table was locked: ${JSON.stringify(locked.codes)}`
    : locked.p99Ms > answeredWithinMs
      ? `while the table was locked p99 was ${locked.p99Ms} ms`
      : Object.keys(after.codes).join() === 'CA'
        ? null
        : `afterwards: ${JSON.stringify(after.codes)}`;
  return { figures, violation };
}

/** What the strangers' neighbours sent is not what is counted next. */
async function empty(owner: Db): Promise<void> {
  await owner`truncate instrument_message`;
  await owner`truncate outbox, audit`;
}

/** The most memory that a process ever had, MB (Linux). */
function peakMb(pid: number): number {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Math.round(Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024);
}
