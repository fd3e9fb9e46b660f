import type { SealedTube, TubeReceipt } from '#lis/contracts';
import { seeded, type SeededRandom } from '#lis/domain';
import { sealTube } from '../../load-tests/bench/registration/tubes.js';
import { openProduct, type Product } from '../product/open-product.js';
import { post } from '../product/post.js';
import type { Prove } from './prove.js';
import { judgeCoverage } from './two-apis/judge-coverage.js';

const tabletsPerApi = 4;
const tubesAtOnce = 20;
/** so few that nearly every two batches meet in somebody */
const families = 60;
const familySize = 5;

type Books = { accepted: Map<string, number>; requests: number; fault: string | null };

/**
 * Two apis register tubes of the same families in opposite order, half of the tubes through both: nobody hears
 * of a deadlock, every tube is accepted once, and the coverage is what a recount of the members says.
 */
export const prove: Prove = async ({ seed, small, report }) => {
  const product = await openProduct(['api', 'api', 'outbox']);
  const books: Books = { accepted: new Map(), requests: 0, fault: null };
  try {
    const chance = seeded(seed);
    const until = performance.now() + (small ? 3000 : 60_000);
    let serial = 1;
    while (performance.now() < until && books.fault === null) {
      const rounds = Array.from({ length: tabletsPerApi }, () => {
        const draw = () => familyTube(serial++, chance, product);
        const [shared, left, right] = [1, 2, 3].map(() => Array.from({ length: tubesAtOnce / 2 }, draw));
        return { shared: shared ?? [], left: left ?? [], right: right ?? [] };
      });
      await Promise.all(
        rounds.flatMap(({ shared, left, right }) => [
          send(product, 0, [...shared, ...left], books),
          send(product, 1, [...right, ...shared].toReversed(), books),
        ]),
      );
    }
    const { owner } = product.database;
    const [crossed] = await owner<{ deadlocks: number }[]>`
      select deadlocks::int from pg_stat_database where datname = current_database()`;
    report({ tubes: books.accepted.size, requests: books.requests, crossedInside: crossed?.deadlocks });
    return books.fault ?? judgeAccepted(books) ?? (await judgeCoverage(owner, books.accepted.size));
  } finally {
    await product.close();
  }
};

/** Two families in one tube, in either order. */
function familyTube(serial: number, chance: SeededRandom, { sweep }: Product): SealedTube {
  const first = chance.int(families);
  const second = (first + 1 + chance.int(families - 1)) % families;
  const people = [first, second].flatMap((family) =>
    Array.from({ length: familySize }, (_, index) => family * familySize + index),
  );
  return sealTube(serial, people, sweep);
}

async function send(
  { httpPorts, sweep }: Product,
  api: number,
  tubes: SealedTube[],
  books: Books,
): Promise<void> {
  for (let attempt = 0; ; attempt++) {
    books.requests++;
    const { status, answer, text } = await post<{ receipts: TubeReceipt[] }>(
      httpPorts[api] ?? 0,
      '/v1/tubes',
      sweep.token,
      { tubes },
    );
    // busy is an answer that every tablet knows
    if (status === 503 && text.includes('busy') && attempt < 20) continue;
    if (status !== 200)
      return void (books.fault ??= `api ${api + 1} answered ${status} ${text.slice(0, 300)}`);
    for (const { tubeId, outcome, first, code } of answer.receipts) {
      const id = tubeId ?? '';
      const right = outcome === 'accepted' || (outcome === 'replayed' && first === 'accepted');
      if (!right) books.fault ??= `tube ${id}: ${outcome} ${code ?? first ?? ''}`;
      books.accepted.set(id, (books.accepted.get(id) ?? 0) + (outcome === 'accepted' ? 1 : 0));
    }
    return;
  }
}

function judgeAccepted({ accepted }: Books): string | null {
  for (const [tubeId, times] of accepted)
    if (times !== 1) return `tube ${tubeId} was accepted ${times} times`;
  return null;
}
