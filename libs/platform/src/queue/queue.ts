import { createPostgresBackend, createRedisBackend, Queue, setDefaultBackendFactory, Worker } from 'bullmq';
import { Redis } from 'ioredis';
import type { Configuration } from '../configuration.js';
import { applicationUrl, ownerUrl, type Secrets } from '../secrets.js';

/** Completed and failed jobs go at once: their id can return, and the truth is the outbox (law 4). */
const jobOptions = { removeOnComplete: true, removeOnFail: true, attempts: 1 } as const;

/** BullMQ's tables have a schema of their own on the same PostgreSQL. */
const schema = 'bullmq';

type Settings = { configuration: Configuration; secrets: Secrets };

function connection({ configuration, secrets }: Settings): { connection: never; prefix?: string } {
  if (configuration.redisUrl) {
    setDefaultBackendFactory(createRedisBackend);
    const redis = new Redis(configuration.redisUrl, { maxRetriesPerRequest: null, lazyConnect: false });
    redis.on('error', () => undefined);
    return { connection: redis as never, prefix: 'sweepwell' };
  }
  setDefaultBackendFactory(createPostgresBackend as never);
  return {
    connection: { connectionString: applicationUrl(configuration, secrets), schema, max: 3 } as never,
  };
}

/** Where the relay puts jobs. */
export function openQueue(settings: Settings, name: string): Queue {
  const queue = new Queue(name, { ...connection(settings), defaultJobOptions: jobOptions });
  queue.on('error', () => undefined);
  return queue;
}

/** Takes jobs one after the other; what fails is offered again from the outbox, not by the queue. */
export function startWorker(
  settings: Settings,
  name: string,
  handle: (jobName: string, data: unknown) => Promise<void>,
  concurrency = 1,
): Worker {
  const worker = new Worker(name, async (job) => handle(job.name, job.data), {
    ...connection(settings),
    concurrency,
    removeOnComplete: { count: 0 },
    removeOnFail: { count: 0 },
    drainDelay: 1,
    // a killed worker's job holds its id, and so the next offer of its rows, until its lock is over: within 10 s (law 4)
    lockDuration: 4000,
    stalledInterval: 3000,
  });
  worker.on('error', () => undefined);
  return worker;
}

/** Makes or updates BullMQ's own tables, as the owner, and lets the application role use them. */
export async function migrateQueue(settings: Settings): Promise<void> {
  if (settings.configuration.redisUrl) return;
  const { Pool } = await import('pg').then((module) => module.default);
  const url = ownerUrl(settings.configuration, settings.secrets);
  const pool = new Pool({ connectionString: url, max: 1 });
  try {
    await pool.query(`create schema if not exists ${schema}`);
    setDefaultBackendFactory(createPostgresBackend as never);
    const queue = new Queue('migration', {
      connection: { connectionString: url, schema, migrate: true, max: 2 },
    });
    await queue.waitUntilReady();
    await queue.close();
    await pool.query(`grant usage on schema ${schema} to sweepwell_app`);
    await pool.query(
      `grant select, insert, update, delete on all tables in schema ${schema} to sweepwell_app`,
    );
    await pool.query(`grant usage, select on all sequences in schema ${schema} to sweepwell_app`);
  } finally {
    await pool.end();
  }
}
