import { enterLaboratory, useDatabase } from '#lis/testing';
import { afterAll, beforeAll, beforeEach } from 'vitest';
import { type Analyser, openAnalyser } from './analyser.fixture.js';
import { openMllp } from './gateway.fixture.js';
import type { Listener } from './open-listener.js';

type Stored = { state: string; reason: string | null; controlId: string; answer: string; body: Buffer };

/** A gateway with an MLLP port for the specs of a file, and before each an analyser and empty tables. */
export function useMllpGateway() {
  const database = useDatabase();
  const warnings: string[] = [];
  const options = {
    host: '127.0.0.1',
    port: 0,
    warn: (event: string) => void warnings.push(event),
    maxFrameBytes: 20_000,
    halfFrameMs: 300,
  };
  const opened: { listener?: Listener; analyser?: Analyser } = {};
  beforeAll(async () => {
    await enterLaboratory(database().owner);
    opened.listener = await openMllp(database().context, options);
  });
  afterAll(() => opened.listener?.close());
  beforeEach(async () => {
    const { owner } = database();
    await owner`truncate instrument_message`;
    await owner`truncate outbox, audit, attention`;
    opened.analyser?.socket.destroy();
    opened.analyser = await openAnalyser(opened.listener?.port ?? 0);
  });
  return {
    database,
    warnings,
    options,
    get listener(): Listener {
      if (!opened.listener) throw new Error('not before the specs begin');
      return opened.listener;
    },
    get analyser(): Analyser {
      if (!opened.analyser) throw new Error('not before the specs begin');
      return opened.analyser;
    },
    stored: async () => [
      ...(await database().db<Stored[]>`
        select state, reason, control_id as "controlId", answer, body from instrument_message order by id`),
    ],
    jobs: async () => [
      ...(await database().db<{ sweepId: number; payload: { messageIds: string[] } }[]>`
        select sweep_id as "sweepId", payload from outbox`),
    ],
  };
}
