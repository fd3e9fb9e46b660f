import type { MessageLine } from './message-line.js';

export type MessageCommit = {
  /** `tell` is called once: with the answer after the commit, or with null when it is not stored in time. */
  submit(line: MessageLine, tell: Tell): void;
  /** resolves when nothing waits and nothing is in flight */
  drained(): Promise<void>;
};
type Tell = (answer: string | null) => void;
type Entry = { line: MessageLine; key: string; since: number; tell: Tell | null };

/** A group is one statement; larger ones gain nothing and hold the event loop longer. */
const maxLines = 256;
const maxGroupBytes = 512 * 1024;
/** What may wait for the database: about 10 s of its work, and far below the memory of the process. */
const maxWaitingBytes = 32 * 1024 * 1024;
/** An analyser is answered within 1 s, stored or not (HL7.md section 3). */
const answerWithinMs = 700;

/**
 * One group commit over all sockets. What arrives while `inFlight` commits run forms the next group by itself.
 * A second commit starts beside the first only for a group worth its flush: with one message in flight per
 * analyser, one commit at a time of everything that waits is faster than several of a few lines.
 * Two lines of one key are never under way together: the second sees what became of the first.
 */
export function messageCommit(options: {
  inFlight: number;
  store: (lines: MessageLine[]) => Promise<string[]>;
  /** whether a failure is of the server and not of a line */
  isUnavailable: (error: unknown) => boolean;
  onError: (error: unknown) => void;
}): MessageCommit {
  let waiting: Entry[] = [];
  let bytes = 0;
  let isDue = false;
  const flying = new Set<Entry[]>();
  // the keys under way, each with the later lines of the same key
  const busy = new Map<string, Entry[]>();
  let onDrained: (() => void)[] = [];
  let expected = 0;
  let gatheringSince: number | null = null;

  const startSoon = () => {
    if (isDue || waiting.length === 0) return;
    isDue = true;
    // after the other sockets of this turn of the loop have been read
    setImmediate(start);
  };
  const start = () => {
    isDue = false;
    while (waiting.length > 0 && flying.size < options.inFlight) {
      if (flying.size > 0 ? waiting.length < minBesides : isGathering()) return;
      gatheringSince = null;
      void fly(takeGroup());
    }
  };
  const isGathering = () => {
    if (waiting.length >= expected) return false;
    const now = performance.now();
    if (gatheringSince === null) setTimeout(startSoon, gatherMs);
    gatheringSince ??= now;
    return now - gatheringSince < gatherMs;
  };
  const takeGroup = () => {
    let size = 0;
    let count = 0;
    while (count < waiting.length && count < maxLines && size < maxGroupBytes) {
      size += (waiting[count] as Entry).line.body.length;
      count++;
    }
    return waiting.splice(0, count);
  };
  const fly = async (group: Entry[]) => {
    flying.add(group);
    try {
      const answers = await options.store(group.map(({ line }) => line));
      group.forEach((entry, index) => finish(entry, answers[index] ?? null));
    } catch (error) {
      options.onError(error);
      if (group.length === 1 || options.isUnavailable(error)) for (const entry of group) finish(entry, null);
      else await oneByOne(group);
    } finally {
      flying.delete(group);
      expected = group.length + waiting.length;
      startSoon();
      if (flying.size + waiting.length === 0) for (const drained of onDrained.splice(0)) drained();
    }
  };
  // a line that the server refuses never fails its neighbours
  const oneByOne = async (group: Entry[]) => {
    for (const entry of group) {
      const answers = await options.store([entry.line]).catch((error: unknown) => options.onError(error));
      finish(entry, answers?.[0] ?? null);
    }
  };
  const finish = (entry: Entry, answer: string | null) => {
    bytes -= entry.line.body.length;
    entry.tell?.(answer);
    entry.tell = null;
    const [next, ...later] = busy.get(entry.key) ?? [];
    if (next === undefined) busy.delete(entry.key);
    else {
      busy.set(entry.key, later);
      waiting.push(next);
    }
  };
  const expire = () => {
    const limit = performance.now() - answerWithinMs;
    const isLate = (entry: Entry) => entry.since < limit;
    const late = waiting.filter(isLate);
    if (late.length > 0) waiting = waiting.filter((entry) => !isLate(entry));
    for (const entry of late) finish(entry, null);
    for (const [key, later] of busy) {
      for (const entry of later.filter(isLate)) {
        bytes -= entry.line.body.length;
        entry.tell?.(null);
      }
      if (later.some(isLate))
        busy.set(
          key,
          later.filter((entry) => !isLate(entry)),
        );
    }
    for (const entry of [...flying].flat().filter(isLate)) {
      // its commit may still succeed; the analyser sends again and gets the stored answer
      entry.tell?.(null);
      entry.tell = null;
    }
    startSoon();
  };
  setInterval(() => busy.size > 0 && expire(), 100).unref();

  return {
    submit(line, tell) {
      if (bytes > maxWaitingBytes) return tell(null);
      bytes += line.body.length;
      const entry = { line, key: line.keyHash, since: performance.now(), tell };
      const later = busy.get(entry.key);
      if (later) later.push(entry);
      else {
        busy.set(entry.key, []);
        waiting.push(entry);
      }
      startSoon();
    },
    drained() {
      if (busy.size === 0) return Promise.resolve();
      return new Promise((resolve) => onDrained.push(resolve));
    },
  };
}

/**
 * How long a group waits, with no commit under way, for as many lines as the last one and its queue had: analysers
 * that are answered together send their next messages together, and would otherwise go on in two halves for ever.
 */
const gatherMs = 1;
/** Lines that make a commit beside another worth its flush. */
const minBesides = 32;
