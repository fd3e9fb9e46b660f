import { DECODER_VERSION } from '#lis/domain';
import { type Db, readKeptBatches } from '#lis/persistence';
import { type Difference, makeComparison } from './compare-decode.js';
import { type Asked, pageDecodes, readKeptCalls } from './kept-decodes.queries.js';

export type Redecoded = {
  same: number;
  /** of another version of the decoder, which this one does not make again: how many of each */
  otherVersions: Record<string, number>;
  /** decodes that the wall clock's guard, or a thread that broke, ended */
  ended: { clock: number; fault: number };
  difference: ({ batchId: number; version: number } & Difference) | null;
};

const pageSize = 50;

/** Makes every decode that is asked for again, up to the first that differs. */
export async function redecode(db: Db, asked: Asked): Promise<Redecoded> {
  const told: Redecoded = { same: 0, otherVersions: {}, ended: { clock: 0, fault: 0 }, difference: null };
  const compare = makeComparison();
  for (let after: { batchId: number; version: number } | null = null; ;) {
    const page = await pageDecodes(db, asked, after, pageSize);
    const [batches, calls] = [await readKeptBatches(db, page), await readKeptCalls(db, page)];
    const byKey = new Map(batches.map((batch) => [`${batch.batchId} ${batch.version}`, batch]));
    for (const kept of page) {
      const { batchId, version, decoderVersion, endedBy } = kept;
      if (decoderVersion !== DECODER_VERSION) {
        told.otherVersions[decoderVersion] = (told.otherVersions[decoderVersion] ?? 0) + 1;
        continue;
      }
      const key = `${batchId} ${version}`;
      const batch = byKey.get(key);
      const difference = batch
        ? compare(kept, batch, calls.get(key) ?? [])
        : { specimen: null, what: 'design', kept: kept.designHash, found: 'none' };
      if (difference) return { ...told, difference: { batchId, version, ...difference } };
      told.same += 1;
      if (endedBy !== 'answer') told.ended[endedBy] += 1;
    }
    const last = page.at(-1);
    if (!last || page.length < pageSize) return told;
    after = { batchId: last.batchId, version: last.version };
  }
}
