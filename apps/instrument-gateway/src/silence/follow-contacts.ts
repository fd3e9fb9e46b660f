import { setTimeout as sleep } from 'node:timers/promises';
import { withPause } from '#lis/domain';
import { type Context, keepGoing } from '#lis/platform';
import { writeContacts } from './write-contacts.js';
import { tellSilence } from './tell-silence.js';

/** How often contacts are written and silence is looked for, ms of the machine. Tests have less patience. */
export type ContactPace = { writeEachMs: number; lookEachMs: number };
const CONTACT_PACE: ContactPace = { writeEachMs: 5000, lookEachMs: 15_000 };

/** What was heard of an instrument since it was written last; epoch ms on the clock of its realm. */
export type Contact = { firstAt: number; lastAt: number; pausesMs: readonly number[] };

export type Contacts = {
  /** The instrument spoke. Costs a look-up in memory: it is called for each message. */
  heard(instrumentId: number): void;
  close(): Promise<void>;
};

/** Keeps when each instrument was heard last: in memory, written every few seconds beside the messages' own commits. */
export function followContacts(
  context: Context,
  warn: (event: string, detail: Record<string, unknown>) => void,
  pace: ContactPace = CONTACT_PACE,
): Contacts {
  let unwritten = new Map<number, Contact>();
  const stop = new AbortController();
  let lookedAt = -Infinity;

  const write = async () => {
    if (unwritten.size === 0) return;
    const taken = unwritten;
    unwritten = new Map();
    try {
      await writeContacts(context, taken);
    } catch (error) {
      for (const [id, contact] of taken) unwritten.set(id, joined(contact, unwritten.get(id)));
      throw error;
    }
  };
  const going = keepGoing(
    stop.signal,
    async () => {
      await write();
      // what this process has heard is written: nobody is told silent who spoke a moment ago
      if (performance.now() - lookedAt >= pace.lookEachMs) {
        lookedAt = performance.now();
        await tellSilence(context);
      }
      return pace.writeEachMs;
    },
    (code) => warn('contacts-not-written', { code }),
  );

  return {
    heard(instrumentId) {
      const at = context.clock.now(instrumentId < 0 ? 'drill' : 'real');
      const known = unwritten.get(instrumentId);
      if (known === undefined) unwritten.set(instrumentId, { firstAt: at, lastAt: at, pausesMs: [] });
      else {
        known.pausesMs = withPause(known.pausesMs, at - known.lastAt);
        known.lastAt = at;
      }
    },
    async close() {
      stop.abort();
      const last = going.then(write).catch(() => warn('contacts-not-written', { code: 'closing' }));
      await Promise.race([last, sleep(2000, undefined, { ref: false })]);
    },
  };
}

/** Two stretches of one instrument; the pause between them counts too. */
function joined(earlier: Contact, later: Contact | undefined): Contact {
  if (later === undefined) return earlier;
  let pausesMs = withPause(earlier.pausesMs, later.firstAt - earlier.lastAt);
  for (const pause of later.pausesMs) pausesMs = withPause(pausesMs, pause);
  return { firstAt: earlier.firstAt, lastAt: later.lastAt, pausesMs };
}
