import { askAttention, type Db, failureCode } from '#lis/persistence';
import { answerTo } from './answers.js';
import type { MessageLine } from './message-line.js';
import { isSameContent } from './same-content.js';
import { insertMessages, selectBodies, selectByKeys } from './store-messages.queries.js';

/**
 * Commits a group and returns the answer of each line, in order; when it returns, they are durable (law 1).
 * A repeat (same key, same body) gets the stored answer and does nothing. The same key with another body
 * is accepted when specimen, place or run differ, else refused with 205 and parked for a person (HL7.md section 3).
 */
export async function storeMessages(db: Db, lines: readonly MessageLine[]): Promise<string[]> {
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
    controlId: line.bodyHash.toString('hex', 0, 8),
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

const nameOf = ({ keyHash, bodyHash }: { keyHash: Buffer; bodyHash: Buffer }) =>
  keyHash.toString('latin1') + bodyHash.toString('latin1');
