import { encodeFrame, genericProfile } from '#lis/hl7';
import { describe, expect, it } from 'vitest';
import { msaOf, openAnalyser, poolMessage } from '../analyser.fixture.js';
import { from, qbp, qry, statusOf, typeOf, useOrders } from './orders.fixture.js';

describe('queries for orders', () => {
  const given = useOrders();
  const { database, fates, messages, tubes, until } = given;

  describe('queries that are given nothing', () => {
    it.each([
      ['an unknown tube', () => qbp('NOWHERE')],
      ['a hostile code', () => qbp("'; drop table tube\\X0D\\OBR")],
    ])('answers NF to %s, and sends nothing after it', async (_, query) => {
      const answer = await given.analyser.ask(query());
      expect([typeOf(answer), msaOf(answer), statusOf(answer)]).toEqual(['RSP', 'AA Q1', 'NF']);
      expect(msaOf(await given.analyser.ask(poolMessage()))).toBe('CA 1');
      expect(await messages()).toEqual([]);
      expect(await fates()).toEqual([{ fate: 'nothing-ordered', reason: null }]);
    });

    it.each(['drill-2', 'real-3'])(
      'answers NF to %s about a tube of another laboratory or realm',
      async (sender) => {
        const [tube] = await tubes(1);
        expect(statusOf(await given.analyser.ask(qbp(tube!.code, { sender: from(sender) })))).toBe('NF');
      },
    );

    it('refuses everything at once, and an instrument that is given no orders', async () => {
      const [tube] = await tubes(1);
      const all = await given.analyser.ask(qbp('', { name: 'WOS_ALL^All^IHELAW' }));
      expect([msaOf(all), statusOf(all)]).toEqual(['AR Q1', 'AR']);
      await database().owner`update instrument set orders = 'none'`;
      expect(msaOf(await given.analyser.ask(qbp(tube!.code)))).toBe('AR Q1');
      expect(await fates()).toEqual([
        { fate: 'refused', reason: 'everything' },
        { fate: 'refused', reason: 'no-orders-for-instrument' },
      ]);
    });

    it('refuses a dialect that the instrument’s profile does not have, and gives its own', async () => {
      const { owner } = database();
      const [tube] = await tubes(1);
      const speaks = (profile: string) => owner`update instrument set profile_id = ${profile}`;
      await speaks('qry-q02');
      const law = await given.analyser.ask(qbp(tube!.code));
      expect([typeOf(law), msaOf(law), statusOf(law)]).toEqual(['RSP', 'AR Q1', 'AR']);
      expect(law).toContain('query-not-of-profile');
      const own = await given.analyser.ask(qry('NOWHERE'));
      expect([typeOf(own), statusOf(own)]).toEqual(['QCK', 'NF']);
      await speaks('ihe-law');
      const display = await given.analyser.ask(qry(tube!.code));
      expect([typeOf(display), msaOf(display)]).toEqual(['QCK', 'AR 4']);
      expect(display).toContain('query-not-of-profile');
      await owner`
        insert into sender_profile values ('drill', 'mute', 1, ${JSON.stringify({ ...genericProfile, id: 'mute', worklist: 'none' })}::text::jsonb,
          ${given.laboratory.technicianId}, '2030-01-01Z')`;
      await speaks('mute');
      expect(msaOf(await given.analyser.ask(qbp(tube!.code)))).toBe('AR Q1');
      expect(msaOf(await given.analyser.ask(qry(tube!.code)))).toBe('AR 4');
      expect((await fates()).map(({ reason }) => reason)).toEqual([
        'query-not-of-profile',
        null,
        ...Array.from({ length: 3 }, () => 'query-not-of-profile'),
      ]);
      expect(await messages()).toEqual([]);
    });

    it('refuses an unknown sender like results, and keeps bytes that are no query', async () => {
      expect(msaOf(await given.analyser.ask(qbp('T1', { sender: 'STRANGER|X' })))).toBe('AR Q1');
      expect(msaOf(await given.analyser.ask(qbp('x'.repeat(20_000))))).toBe('AR Q1');
      const rows = await database().db`select state, reason from instrument_message order by id`;
      expect([...rows]).toEqual([
        { state: 'refused', reason: 'unknown-sender' },
        { state: 'refused', reason: 'query-unreadable' },
      ]);
      expect(await fates()).toEqual([]);
    });
  });

  it('keeps the order of a connection on which queries and results are mixed', async () => {
    const built = await tubes(2);
    const frames = [
      poolMessage({ controlId: '1' }),
      qbp(built[0]!.code, { id: 'Q1' }),
      poolMessage({ controlId: '2' }),
      qbp('NOWHERE', { id: 'Q2' }),
      qbp(built[1]!.code, { id: 'Q3' }),
      poolMessage({ controlId: '3' }),
    ];
    given.analyser.write(Buffer.concat(frames.map((text) => encodeFrame(text))));
    const heard = await given.analyser.answers(8);
    expect(heard.map((text) => (typeOf(text) === 'OML' ? 'OML' : msaOf(text)))).toEqual([
      'CA 1',
      'AA Q1',
      'OML',
      'CA 2',
      'AA Q2',
      'AA Q3',
      'OML',
      'CA 3',
    ]);
    expect(await database().db`select 1 from instrument_message`).toHaveLength(3);
  });

  it('answers AE within a second while the records stall, and results elsewhere are not kept waiting', async () => {
    const { owner } = database();
    const [tube] = await tubes(1);
    const other = await openAnalyser(given.listener.port);
    await owner.begin(async (tx) => {
      await tx`lock table instrument_query in access exclusive mode`;
      const started = performance.now();
      given.analyser.write(
        Buffer.concat(Array.from({ length: 100 }, (_, i) => encodeFrame(qbp(tube!.code, { id: `S${i}` })))),
      );
      expect(msaOf(await other.ask(poolMessage()))).toBe('CA 1');
      const heard = await given.analyser.answers(100);
      expect(performance.now() - started).toBeLessThan(1500);
      expect(new Set(heard.map((text) => msaOf(text).slice(0, 2)))).toEqual(new Set(['AE']));
    });
    await until(async () => statusOf(await given.analyser.ask(qbp('NOWHERE'))) === 'NF');
    expect((await messages()).filter(({ state }) => state === 'sent')).toEqual([]);
    other.socket.destroy();
  });
});
