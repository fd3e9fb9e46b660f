import { setTimeout as sleep } from 'node:timers/promises';
import { failureCode, isUnavailable } from '#lis/persistence';
import type { Context } from '#lis/platform';
import { type ConnectionLimits, connectionLimits } from './connection-limits.js';
import { followInstruments, type Instruments } from './instruments.js';
import { type MessageCommit, messageCommit } from './message-commit.js';
import { type TellRefusal, tellRefusals } from './refusals.js';
import { type ContactPace, followContacts } from './silence/follow-contacts.js';
import { messageStore } from './store-messages.js';

/** Events and codes, never bytes of a message. */
export type Warn = (event: string, detail: Record<string, unknown>) => void;

/** What the ports of one gateway share, whatever is spoken at them. */
export type Reception = {
  context: Context;
  warn: Warn;
  instruments: Instruments;
  commit: MessageCommit;
  refuse: TellRefusal;
  limits: ConnectionLimits;
  /** an instrument spoke */
  heard: (instrumentId: number) => void;
  /** When its ports are closed: writes the last contacts and waits for what is being stored; at most 3 s. */
  close(): Promise<void>;
};

const drainWithinMs = 3000;

export async function openReception(
  context: Context,
  warn: Warn,
  contactPace?: ContactPace,
): Promise<Reception> {
  const { db, configuration } = context;
  const instruments = await followInstruments(db);
  const store = messageStore(db, configuration.commitsInFlight);
  const commit = messageCommit({
    inFlight: configuration.commitsInFlight,
    store: store.store,
    isUnavailable,
    onError: (error) => warn('not-stored', { code: failureCode(error) ?? 'unknown' }),
  });
  const contacts = followContacts(context, warn, contactPace);
  return {
    context,
    warn,
    instruments,
    commit,
    refuse: tellRefusals(context, warn),
    limits: connectionLimits(warn),
    heard: (instrumentId) => contacts.heard(instrumentId),
    async close() {
      instruments.stop();
      const settled = commit.drained().then(() => store.end());
      // a stalled database may hold a commit for long; its lines were not acknowledged
      const patience = sleep(drainWithinMs, 'late' as const, { ref: false });
      const [how] = await Promise.all([Promise.race([settled, patience]), contacts.close()]);
      if (how === 'late') store.end().catch(() => undefined);
    },
  };
}
