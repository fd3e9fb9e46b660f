import type { ChildProcess } from 'node:child_process';
import type { BenchDatabase } from '../../load-tests/bench/bench-database.js';
import { endChild, startChild } from '../../load-tests/bench/children.js';
import { waitUntil } from '../product/wait-until.js';

/** Has the product's own processes interpret all that is stored; false when they are not done within `limitMs`. */
export async function interpretOnce(
  { owner, environment }: BenchDatabase,
  limitMs: number,
): Promise<boolean> {
  const children: ChildProcess[] = [];
  try {
    for (const program of ['outbox', 'interpretation'])
      children.push((await startChild(`workers/${program}/src/main.js`, environment)).child);
    const done = async () => {
      const [row] = await owner<{ left: boolean }[]>`
        select exists (select from outbox where topic = 'message') as left`;
      return row?.left === false;
    };
    return (await waitUntil(done, limitMs)) !== null;
  } finally {
    await Promise.all(children.map(endChild));
  }
}
