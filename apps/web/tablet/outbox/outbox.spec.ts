import { createHash } from 'node:crypto';
import { SealedTube, sealedTubeText, type TubeReceipt } from '#lis/contracts';
import { momentText, uuidV7 } from '#lis/domain';
import { beforeEach, describe, expect, it } from 'vitest';
import { type Disk, memoryStore } from './memory-store.fixture.js';
import { openOutbox, type Send } from './outbox.js';

const at = 1_900_000_000_000;
let made = 0;
const tube = (): Omit<SealedTube, 'bodyHash'> => ({
  id: uuidV7(at + ++made, new Uint8Array(10).fill(made)),
  code: `SW${made}`,
  sweepId: -1,
  sessionId: '01900000-0000-7000-8000-000000000001',
  purpose: 'screening',
  causeTubeId: null,
  sealedAt: momentText(at + made),
  members: [
    {
      identity: { type: 'none', number: String(made) },
      name: '王',
      phone: '1',
      category: 'general',
      residence: null,
    },
  ],
});

/** A server that keeps what it was sent, as the product does. */
function server() {
  const tubes = new Map<string, string>();
  const requests: string[][] = [];
  const accept: Send = async (bodies) => {
    requests.push(bodies.map((body) => (JSON.parse(body) as { id: string }).id));
    return bodies.map((body, line): TubeReceipt => {
      const { id } = JSON.parse(body) as { id: string };
      const known = tubes.get(id);
      tubes.set(id, known ?? body);
      const outcome = known === undefined ? 'accepted' : known === body ? 'replayed' : 'conflict';
      return { line, tubeId: id, outcome, flags: [], memberFlags: [] };
    });
  };
  return { tubes, requests, accept };
}

describe('the tablet’s outbox', () => {
  let disk: Disk;
  beforeEach(() => (disk = { entries: [], totals: [] }));
  const open = (send: Send) => openOutbox(memoryStore(disk), send);
  const sealMany = async (count: number, send: Send = server().accept) => {
    const tubes = Array.from({ length: count }, tube);
    for (const one of tubes) await open(send).seal(one);
    return tubes.map(({ id }) => id);
  };

  it('keeps what the server reads, with its hash', async () => {
    const one = tube();
    await open(server().accept).seal(one);
    const read = SealedTube.parse(JSON.parse(disk.entries[0]!.body));
    expect(read.bodyHash).toBe(createHash('sha256').update(sealedTubeText(one)).digest('hex'));
  });

  it('sends at most 50 at once, in the order of sealing, and keeps nothing that has a receipt', async () => {
    const ids = await sealMany(120);
    disk.entries.reverse();
    const { requests, accept } = server();
    expect(await open(accept).sync()).toBe('nothing-left');
    expect(requests.map(({ length }) => length)).toEqual([50, 50, 20]);
    expect(requests.flat()).toEqual(ids);
    expect(disk).toEqual({
      entries: [],
      totals: [{ sweepId: -1, sealedTubes: 120, sealedMembers: 120, acknowledgedTubes: 120 }],
    });
  });

  it('sends the same bytes again after a lost answer, and the server keeps one', async () => {
    const [id] = await sealMany(1);
    const { tubes, accept } = server();
    const loses: Send = async (bodies) => {
      await accept(bodies);
      throw new Error('no answer');
    };
    expect(await open(loses).sync()).toBe('no-answer');
    expect(disk.entries.map((entry) => entry.id)).toEqual([id]);
    const outcomes: string[] = [];
    const again: Send = async (bodies) => {
      const receipts = await accept(bodies);
      outcomes.push(...receipts.map(({ outcome }) => outcome));
      return receipts;
    };
    expect(await open(again).sync()).toBe('nothing-left');
    expect(outcomes).toEqual(['replayed']);
    expect(tubes.size).toBe(1);
    expect(disk.totals[0]).toMatchObject({ sealedTubes: 1, acknowledgedTubes: 1 });
  });

  it('counts once what was acknowledged just before the page died', async () => {
    await sealMany(3);
    const { tubes, accept } = server();
    const store = memoryStore(disk);
    const dies = { ...store, settle: () => Promise.reject(new Error('the page died')) };
    await expect(openOutbox(dies, accept).sync()).rejects.toThrow('died');
    expect(disk.entries).toHaveLength(3);
    await open(accept).sync();
    expect([tubes.size, disk.entries.length, disk.totals[0]?.acknowledgedTubes]).toEqual([3, 0, 3]);
  });

  it('keeps the lines that an answer says nothing of, and stops when it says nothing at all', async () => {
    const ids = await sealMany(3);
    const { accept } = server();
    let first = true;
    const partial: Send = async (bodies) => {
      const receipts = await accept(bodies);
      const told = first ? receipts.filter(({ line }) => line !== 1) : [];
      first = false;
      return told;
    };
    expect(await open(partial).sync()).toBe('nothing-said');
    expect(disk.entries.map(({ id }) => id)).toEqual([ids[1]]);
  });

  it('believes no receipt that names another tube', async () => {
    const ids = await sealMany(2);
    const { accept } = server();
    const mixed: Send = async (bodies) =>
      (await accept(bodies)).map((receipt) => ({ ...receipt, tubeId: ids[0] ?? '' }));
    expect(await open(mixed).sync()).toBe('nothing-said');
    expect(disk.entries.map(({ id }) => id)).toEqual([ids[1]]);
  });

  it('shows what was refused, sends it no more by itself, and its neighbours go on', async () => {
    const ids = await sealMany(3);
    const { accept, requests } = server();
    const refuses: Send = async (bodies) =>
      (await accept(bodies)).map((receipt) =>
        receipt.tubeId === ids[0]
          ? { ...receipt, outcome: 'refused', code: 'sweep-unknown' }
          : receipt.tubeId === ids[1]
            ? { ...receipt, outcome: 'conflict', code: 'tube-body-differs' }
            : receipt,
      );
    expect(await open(refuses).sync()).toBe('nothing-left');
    expect((await memoryStore(disk).all()).map(({ id, reason }) => [id, reason])).toEqual([
      [ids[0], 'sweep-unknown'],
      [ids[1], 'tube-body-differs'],
    ]);
    await open(refuses).sync();
    expect(requests).toHaveLength(1);
    await memoryStore(disk).retry(ids[0] ?? '');
    await open(accept).sync();
    expect(disk.entries.map(({ id }) => id)).toEqual([ids[1]]);
  });

  it('sends once, however often it is asked at the same moment', async () => {
    await sealMany(2);
    const { requests, accept } = server();
    const outbox = open(accept);
    await Promise.all([outbox.sync(), outbox.sync(), outbox.sync()]);
    expect(requests).toHaveLength(1);
  });
});
