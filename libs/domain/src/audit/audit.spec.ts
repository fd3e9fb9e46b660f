import { describe, expect, it } from 'vitest';
import { type AuditEntry, entryText } from './entry-text.js';
import { blockText, NO_BLOCK_BEFORE, type SealedBlock } from './block-text.js';
import { checkpointLine, readCheckpoint } from './checkpoint.js';

const entry: AuditEntry = {
  at: '1893456000.000001',
  sweepId: null,
  actor: 'staff:-2',
  origin: '::1',
  action: 'x',
  subject: 'y:1',
  detail: '{"a": 1}',
};
const block: SealedBlock = {
  chain: -3,
  number: 1,
  total: 2,
  ids: ['7', '5'],
  xacts: ['100', '101'],
  previous: NO_BLOCK_BEFORE,
  sealedAt: 5,
};

describe('what is hashed of the audit', () => {
  it('is fixed: a chain of today must be provable in years', () => {
    expect(entryText(entry)).toBe('["1893456000.000001",null,"staff:-2","::1","x","y:1","{\\"a\\": 1}"]');
    expect(blockText(block)).toBe(
      `["sweepwell audit 1",-3,1,2,["7","5"],["100","101"],"${NO_BLOCK_BEFORE}",5]\n`,
    );
  });

  it('differs when any value of a row or of a block differs', () => {
    const rows = Object.keys(entry).map((key) => entryText({ ...entry, [key]: 'other' }));
    expect(new Set([entryText(entry), ...rows]).size).toBe(8);
    // a quote cannot move what follows into another value
    expect(entryText({ ...entry, actor: 'a","b', origin: '' })).not.toBe(
      entryText({ ...entry, actor: 'a', origin: 'b","' }),
    );
    const blocks = Object.keys(block).map((key) => blockText({ ...block, [key]: ['9'] }));
    expect(new Set([blockText(block), ...blocks]).size).toBe(8);
  });

  it('reads its checkpoints back, and half a line is none', () => {
    const checkpoint = { chain: 0, number: 4, hash: 'ab'.repeat(32), count: 90, at: 1e12 };
    const line = checkpointLine(checkpoint);
    expect(readCheckpoint(line)).toEqual(checkpoint);
    for (const bad of ['', 'null', line.slice(0, -9), line.replace('4', '"4"'), line.replace('ab', 'AB')])
      expect(readCheckpoint(bad)).toBeUndefined();
  });
});
