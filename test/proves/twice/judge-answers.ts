import type { TubeReceipt } from '#lis/contracts';
import type { Db } from '#lis/persistence';

/** The first answer, and every later one, to the same tube and to the same message. */
export async function judgeAnswers(
  owner: Db,
  receipts: ReadonlyMap<string, readonly TubeReceipt[]>,
  messages: ReadonlyMap<string, readonly string[]>,
): Promise<string | null> {
  for (const [tubeId, given] of receipts) {
    const fault = judgeReceipts(given);
    if (fault !== null) return `tube ${tubeId}: ${fault}`;
  }
  const stored = await owner<{ body: string; answer: string }[]>`
    select convert_from(body, 'UTF8') as body, answer from instrument_message`;
  const answers = new Map(stored.map(({ body, answer }) => [body, answer]));
  for (const [message, given] of messages) {
    const control = message.split('|')[9];
    if (given.length !== 3) return `message ${control} was answered ${given.length} times`;
    if (new Set(given).size !== 1) return `message ${control} had different answers: ${given.join(' / ')}`;
    if (!/MSA\|[AC]A\|/.test(given[0] ?? '')) return `message ${control} was answered ${given[0]}`;
    if (answers.get(message) !== given[0])
      return `the stored answer to message ${control} is not the one given`;
  }
  return null;
}

/** One says accepted; the others say replayed, and otherwise the same as that one. */
function judgeReceipts(given: readonly TubeReceipt[]): string | null {
  const first = given.filter(({ outcome }) => outcome === 'accepted');
  if (given.length !== 3 || first.length !== 1) {
    return `its receipts say ${given.map(({ outcome }) => outcome).join(', ')}`;
  }
  const said = ({ flags, memberFlags }: TubeReceipt) => JSON.stringify({ flags, memberFlags });
  for (const receipt of given) {
    if (receipt.outcome !== 'accepted' && (receipt.outcome !== 'replayed' || receipt.first !== 'accepted')) {
      return `a later receipt says ${receipt.outcome}, first ${receipt.first}`;
    }
    if (first[0] && said(receipt) !== said(first[0])) return `${said(receipt)} after ${said(first[0])}`;
  }
  return null;
}
