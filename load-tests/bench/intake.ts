// How near the gateway's durable intake is to the machine's own limit, and to a peer that stores nothing.
import { freePort } from '#lis/platform';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { type BenchDatabase, openBenchDatabase } from './bench-database.js';
import { endChild, median, startChild } from './children.js';
import type { LoadFigures, LoadOrder } from './intake/load.process.js';

export type IntakeBenchOptions = { rounds?: number; roundMs?: number };

const connections = 16;
const children: ChildProcess[] = [];

async function begin(path: string, env: NodeJS.ProcessEnv) {
  const started = await startChild(path, env);
  children.push(started.child);
  return started;
}

/**
 * Runs gateway, floor and peer in turn under the same load: 16 analysers with one message of 1.2 kB in flight each,
 * then gateway and peer with eight in flight. Medians of `rounds` (5 unless told) of `roundMs` (1500) after
 * a warm-up. Needs the built `dist`. @throws when durability is off or an acknowledged message is not stored
 */
export async function runIntakeBench(options: IntakeBenchOptions = {}): Promise<Record<string, unknown>> {
  const { rounds = 5, roundMs = 1500 } = options;
  const database = await openBenchDatabase();
  try {
    const { fsync, full_page_writes, synchronous_commit } = database.durability;
    if ([fsync, full_page_writes, synchronous_commit].some((setting) => setting !== 'on')) {
      throw new Error('fsync, full_page_writes and synchronous_commit must be on');
    }
    const figures = await measure(database, rounds, roundMs);
    return { bench: 'intake', ...figures, rounds, fsync, full_page_writes, synchronous_commit };
  } finally {
    await Promise.all(children.splice(0).map(endChild));
    await database.close();
  }
}

async function measure(database: BenchDatabase, rounds: number, roundMs: number) {
  const gatewayPort = Number(database.environment['MLLP_PORT']);
  await begin('apps/instrument-gateway/src/main.js', database.environment);
  const floor = await begin('load-tests/bench/intake/floor.process.js', {
    ...database.environment,
    FLOOR_DATABASE_URL: database.applicationUrl,
  });
  const peerPort = await freePort();
  await begin('load-tests/bench/intake/peer.process.js', {
    ...process.env,
    PEER_PORT: String(peerPort),
  });
  const { child: analysers } = await begin('load-tests/bench/intake/load.process.js', process.env);
  let acknowledged = 0;
  const load = async (port: number, inFlight: number, ms: number) => {
    const order: LoadOrder = { port, connections, inFlight, ms };
    analysers.send(order);
    const [figures] = (await once(analysers, 'message')) as [LoadFigures];
    if (figures.refused > 0) throw new Error(`${figures.refused} messages were not acknowledged`);
    if (port === gatewayPort) acknowledged += figures.acknowledged;
    return figures;
  };
  const floorPort = floor.told as { port: number };
  const runs = {
    gateway: [] as LoadFigures[],
    floor: [] as LoadFigures[],
    peer: [] as LoadFigures[],
    gateway8: [] as LoadFigures[],
    peer8: [] as LoadFigures[],
  };
  for (let round = -1; round < rounds; round++) {
    const keep = (list: LoadFigures[], figures: LoadFigures) => round >= 0 && list.push(figures);
    keep(runs.gateway, await load(gatewayPort, 1, roundMs));
    keep(runs.floor, await load(floorPort.port, 1, roundMs));
    keep(runs.peer, await load(peerPort, 1, roundMs));
    keep(runs.gateway8, await load(gatewayPort, 8, roundMs));
    keep(runs.peer8, await load(peerPort, 8, roundMs));
  }
  const [row] = await database.owner<{ stored: number }[]>`
    select count(*)::int as stored from instrument_message where state = 'stored'`;
  if (row?.stored !== acknowledged) {
    throw new Error(`${acknowledged} messages were acknowledged and ${row?.stored} are stored`);
  }
  const perSecond = (list: LoadFigures[]) => median(list.map((one) => one.perSecond));
  return {
    messages_per_s: perSecond(runs.gateway),
    floor_messages_per_s: perSecond(runs.floor),
    // of neighbouring rounds: what else the machine did meanwhile touched both
    ratio: Number(
      median(runs.gateway.map((one, i) => one.perSecond / (runs.floor[i]?.perSecond ?? 1))).toFixed(3),
    ),
    peer_messages_per_s: perSecond(runs.peer),
    p99_ms: Number(median(runs.gateway.map(({ p99Ms }) => p99Ms)).toFixed(1)),
    messages_per_s_8: perSecond(runs.gateway8),
    peer_messages_per_s_8: perSecond(runs.peer8),
    p99_ms_8: Number(median(runs.gateway8.map(({ p99Ms }) => p99Ms)).toFixed(1)),
    acknowledged,
    stored: row.stored,
  };
}
