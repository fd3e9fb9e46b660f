import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { base64Of, readDyes } from './read-upload.js';

describe('what is uploaded', () => {
  it('is the file’s bytes, whatever they are', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 20_000 }), async (bytes) => {
        expect(Buffer.from(await base64Of(new Blob([bytes])), 'base64')).toEqual(Buffer.from(bytes));
      }),
      { numRuns: 30 },
    );
  });

  it('has dyes as they are written, and tells the line that is none', () => {
    expect(readDyes(' fam = ORF1AB\n\nVIC:N ')).toEqual({ dyes: { FAM: 'ORF1AB', VIC: 'N' } });
    expect(readDyes('')).toEqual({ dyes: {} });
    for (const wrong of ['FAM', 'FAM=', '=N', `${'x'.repeat(21)}=N`])
      expect(readDyes(`VIC=N\n${wrong}`)).toEqual({ wrong });
  });
});
