import { askAttention, type Db, failureCode } from '#lis/persistence';
import { answerTo } from './answers.js';
import { type GroupInsert, groupInsert } from './insert-group.js';
import type { MessageLine } from './message-line.js';
import { isSameContent } from './same-content.js';
import { insertMessages, selectBodies, selectByKeys } from './store-messages.queries.js';

export type MessageStore = {
  /** @see storeMessages */
  store: (lines: readonly MessageLine[]) => Promise<string[]>;
  end: () => Promise<void>;
};

/** @param inFlight how many groups may be under way at once */
export function messageStore(db: Db, inFlight: number): MessageStore {
  const group = groupInsert(db, inFlight);
  return { store: (lines) => storeMessages(db, group, lines), end: () => group.end() };
}

/**
 * Commits a group and returns the answer of each line, in order; when it returns, they are durable (law 1).
 * A repeat (same key, same body) gets the stored answer and does nothing. The same key with another body
 * is accepted when specimen, place or run differ, else refused with 205 and parked for a person (HL7.md section 3).
 */
async function storeMessages(db: Db, group: GroupInsert, lines: readonly MessageLine[]): Promise<string[]> {
  if (await group.insert(lines)) return lines.map(({ answer }) => answer);
  const stored = await againWhenCrossed(() => insertMessages(db, lines));
  if (stored === lines.length) return lines.map(({ answer }) => answer);
  const answers = await storedAnswers(db, lines);
  return Promise.all(lines.map(async (line) => answers.get(nameOf(line)) ?? storeBesideAnother(db, line)));
}

async function storeBesideAnother(db: Db, line: MessageLine): Promise<string> {
  const others = await selectBodies(db, line.keyHash);
  const isReused = others.some((body) => isSameContent(body, line.body, line.profile));
  const settled = isReused ? parked(line) : { ...line, mayShareKey: true };
  const attention = {
    sweepId: Math.sign(line.instrumentId ?? 1),
    code: 'message-key-reused',
    subject: line.connection,
    detail: { controlId: line.controlId },
    at: line.receivedAt,
  };
  await againWhenCrossed(() =>
    db.begin(async (tx) => {
      const stored = await insertMessages(tx, [settled]);
      if (stored > 0 && isReused) await askAttention(tx, [attention]);
    }),
  );
  // another gateway may have been first with the same bytes: its answer stands
  const answers = await storedAnswers(db, [line]);
  return answers.get(nameOf(line)) ?? settled.answer;
}

/** Another gateway commits the same bytes: the second time they stand there. */
async function againWhenCrossed<T>(write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    if (failureCode(error) !== '23505') throw error;
    return write();
  }
}

function parked(line: MessageLine): MessageLine {
  const answer = answerTo(line.header, {
    verdict: 'reject',
    controlId: line.bodyHash.slice(0, 16),
    at: line.receivedAt,
    problem: { condition: '205', text: 'same key, other values for the same specimens' },
  });
  return { ...line, state: 'parked', reason: 'message-key-reused', answer, mayShareKey: true };
}

async function storedAnswers(db: Db, lines: readonly MessageLine[]): Promise<Map<string, string>> {
  const rows = await selectByKeys(
    db,
    lines.map(({ keyHash }) => keyHash),
  );
  return new Map(rows.map((row) => [nameOf(row), row.answer]));
}

const nameOf = ({ keyHash, bodyHash }: { keyHash: string; bodyHash: string }) => keyHash + bodyHash;
