import { encodeFrame } from '#lis/hl7';
import { enterLaboratory, useDatabase } from '#lis/testing';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Analyser, msaOf, openAnalyser, poolMessage } from './analyser.fixture.js';
import { openMllp } from './gateway.fixture.js';
import type { Listener } from './open-listener.js';

/** What a field may hold that would mean something outside of it: delimiters, escapes, segments, SQL. */
const pieces = [
  '|',
  '^',
  '~',
  '\\',
  '&',
  '\r',
  '\n',
  'MSA|AA|forged',
  'MSH|^~\\&|X',
  '\\X0D\\',
  '\\.br\\',
  '\\E\\',
  '\\F\\',
  "';drop table tube;--",
  '$1',
  'é',
  'A1',
];
const hostile = fc
  .array(fc.constantFrom(...pieces), { minLength: 1, maxLength: 6 })
  .map((all) => all.join(''));

describe('a field of an analyser’s message', () => {
  const database = useDatabase();
  let listener: Listener;
  let analyser: Analyser;
  let sent = 0;
  beforeAll(async () => {
    await enterLaboratory(database().owner);
    listener = await openMllp(database().context, {
      host: '127.0.0.1',
      port: 0,
      warn: () => undefined,
    });
    analyser = await openAnalyser(listener.port);
  });
  afterAll(async () => {
    analyser.socket.destroy();
    await listener.close();
  });
  /** Segments of an answer; HL7 ends them with CR alone, a careless reader also with LF. */
  const segmentsOf = (answer: string) => answer.split(/[\r\n]/).filter((one) => one !== '');
  const isOneAnswer = (answer: string) => {
    const names = segmentsOf(answer).map((segment) => segment.slice(0, 4));
    expect(names.filter((name) => name === 'MSH|')).toHaveLength(1);
    expect(names.filter((name) => name === 'MSA|')).toHaveLength(1);
    expect(names.filter((name) => !['MSH|', 'MSA|', 'ERR|'].includes(name))).toEqual([]);
  };

  it('never becomes a segment of its acknowledgement, whatever stands in whichever field', async () => {
    const lines = poolMessage().split('\r');
    await fc.assert(
      fc.asyncProperty(fc.nat(), fc.nat(), hostile, async (line, field, text) => {
        const at = line % lines.length;
        const fields = (lines[at] ?? '').split('|');
        // of the header from MSH-3 on: before it stands what makes it a header
        const first = at === 0 ? 2 : 1;
        const place = first + (field % Math.max(1, fields.length - first));
        const spoilt = lines.with(at, fields.with(Math.min(place, fields.length - 1), text).join('|'));
        // MSH-15 may want no answer at all: a plain message behind it tells when nothing more will come
        analyser.write(encodeFrame(spoilt.join('\r')));
        const controlId = `after-${++sent}`;
        analyser.write(encodeFrame(poolMessage({ controlId })));
        for (;;) {
          const [answer = ''] = await analyser.answers(1);
          isOneAnswer(answer);
          if (msaOf(answer).endsWith(controlId)) break;
        }
      }),
      { numRuns: 300 },
    );
  }, 60_000);

  it('is written with escapes by the own writer, acknowledged, and in the database', async () => {
    const { db } = database();
    await fc.assert(
      fc.asyncProperty(hostile, fc.uuid(), async (code, id) => {
        const controlId = id.slice(0, 18);
        const message = poolMessage({ code, controlId, runNumber: code.slice(0, 20) });
        // the writer keeps a hostile value inside of its field
        expect(message.split('\r').filter((one) => /^(MSA|ERR)\|/.test(one))).toEqual([]);
        expect(message.split('\r').filter((one) => one.startsWith('MSH|'))).toHaveLength(1);
        isOneAnswer(await analyser.ask(message));
        const [row] = await db<{ body: Buffer }[]>`
          select body from instrument_message where control_id = ${controlId}`;
        expect(row?.body.length ?? 0).toBeGreaterThan(0);
      }),
      { numRuns: 100 },
    );
    const [kept] = await db`select to_regclass('tube') is not null as tube`;
    expect(kept).toEqual({ tube: true });
  }, 60_000);
});
