import { encodeFrame } from '#lis/hl7';
import { describe, expect, it } from 'vitest';
import { msaOf, openAnalyser, poolMessage } from './analyser.fixture.js';
import { useMllpGateway } from './mllp-gateway.fixture.js';

describe('the gateway', () => {
  const gateway = useMllpGateway();
  const { database, jobs, stored } = gateway;

  it('acknowledges what is stored, with its job and its audit', async () => {
    expect(msaOf(await gateway.analyser.ask(poolMessage()))).toBe('CA 1');
    expect(await stored()).toMatchObject([
      { state: 'stored', controlId: '1', body: Buffer.from(poolMessage()) },
    ]);
    expect(await jobs()).toMatchObject([{ sweepId: -1, payload: { messageIds: [expect.any(String)] } }]);
    const audit = await database().db`select action, detail ->> 'count' as count from audit`;
    expect([...audit]).toEqual([{ action: 'messages-stored', count: '1' }]);
  });

  it('gives a repeat the stored answer and no work', async () => {
    const first = await gateway.analyser.ask(poolMessage());
    const other = await openAnalyser(gateway.listener.port);
    expect(await other.ask(poolMessage())).toBe(first);
    expect(await gateway.analyser.ask(poolMessage())).toBe(first);
    expect((await stored()).length).toBe(1);
    expect((await jobs()).length).toBe(1);
    other.socket.destroy();
  });

  it('has one effect of three senders of the same messages, interleaved', async () => {
    const texts = Array.from({ length: 60 }, (_, i) => poolMessage({ controlId: `${i}`, code: `T${i}` }));
    const analysers = await Promise.all([1, 2, 3].map(() => openAnalyser(gateway.listener.port)));
    const heard = await Promise.all(
      analysers.map(async (one, k) => {
        const shifted = [...texts.slice(k * 20), ...texts.slice(0, k * 20)];
        one.write(Buffer.concat(shifted.map((text) => encodeFrame(text))));
        const answers = await one.answers(60);
        expect(answers.map((answer) => msaOf(answer).split(' ')[1])).toEqual(
          shifted.map((text) => /\|(\d+)\|P\|/.exec(text)?.[1]),
        );
        return answers.sort();
      }),
    );
    expect(heard[1]).toEqual(heard[0]);
    expect(heard[2]).toEqual(heard[0]);
    expect((await stored()).length).toBe(60);
    expect((await jobs()).flatMap(({ payload }) => payload.messageIds).length).toBe(60);
    for (const one of analysers) one.socket.destroy();
  });

  it('stores 100 results of an analyser that starts again at control id 1', async () => {
    for (const time of ['20300101120000+0800', '20300101130000+0800']) {
      for (let i = 1; i <= 50; i++)
        expect(msaOf(await gateway.analyser.ask(poolMessage({ controlId: `${i}`, time })))).toBe(`CA ${i}`);
    }
    expect((await stored()).length).toBe(100);
  });

  it('takes the same key for another specimen or run, and parks another value', async () => {
    await gateway.analyser.ask(poolMessage());
    expect(msaOf(await gateway.analyser.ask(poolMessage({ code: 'T2' })))).toBe('CA 1');
    expect(msaOf(await gateway.analyser.ask(poolMessage({ runNumber: 'R2' })))).toBe('CA 1');
    const refused = await gateway.analyser.ask(poolMessage({ ct: 30 }));
    expect(msaOf(refused)).toBe('CR 1');
    expect(refused).toContain('205');
    expect(await gateway.analyser.ask(poolMessage({ ct: 30 }))).toBe(refused);
    expect((await stored()).map(({ state }) => state)).toEqual(['stored', 'stored', 'stored', 'parked']);
    expect((await jobs()).length).toBe(3);
    const attention = await database().db`select sweep_id, code from attention`;
    expect([...attention]).toEqual([{ sweep_id: -1, code: 'message-key-reused' }]);
  });

  describe('of a sender without names', { timeout: 60_000 }, () => {
    const nameless = (controlId: number, code: string, ct = 28, time = '') =>
      `MSH|^~\\&|||||${time}||ORU^R01|${controlId}|P|2.5||||0\rOBR|1|${code}\rOBX|1|NM|N||${ct}||||||F`;
    const speaks = async (port: number | null) => {
      const { owner } = database();
      await owner`delete from instrument where id = -60`;
      await owner`insert into instrument (id, laboratory_id, serial, sending_application, sending_facility, profile_id, identified_by, local_port)
        values (-60, -1, 'S60', '', '', 'qry-q02', 'connection', ${port})`;
      await new Promise((resolve) => setTimeout(resolve, 3300));
    };

    it('knows it by address and port, and answers in its version', async () => {
      await speaks(gateway.listener.port + 1);
      expect(msaOf(await gateway.analyser.ask(nameless(1, 'T1')))).toMatch(/^AR/);
      await speaks(gateway.listener.port);
      const answer = await gateway.analyser.ask(nameless(1, 'T1'));
      expect(msaOf(answer)).toBe('AA 1');
      expect(answer.split('\r')[0]).toMatch(/\|2\.3\.1/);
      expect((await stored()).map(({ state }) => state)).toEqual(['refused', 'stored']);
    });

    it('stores 100 new results under control ids that start again, and parks another value', async () => {
      await speaks(null);
      for (let day = 0; day < 2; day++)
        for (let i = 1; i <= 50; i++)
          expect(msaOf(await gateway.analyser.ask(nameless(i, `D${day}T${i}`)))).toBe(`AA ${i}`);
      expect((await stored()).filter(({ state }) => state === 'stored').length).toBe(100);
      const first = await gateway.analyser.ask(nameless(7, 'D0T7'));
      expect(msaOf(first)).toBe('AA 7');
      expect(msaOf(await gateway.analyser.ask(nameless(7, 'D0T7', 28, '20300102')))).toBe('AA 7');
      const refused = await gateway.analyser.ask(nameless(7, 'D0T7', 30));
      expect(msaOf(refused)).toBe('AR 7');
      expect(refused).toContain('205');
      const all = await stored();
      expect(all.map(({ state }) => state).filter((state) => state === 'parked').length).toBe(1);
      expect(all.length).toBe(102);
    });
  });

  it('refuses and keeps what an unknown sender sends, until it is entered', async () => {
    const text = poolMessage({ application: 'STRANGER' });
    expect(msaOf(await gateway.analyser.ask(text))).toBe('CR 1');
    expect(await stored()).toMatchObject([{ state: 'refused', reason: 'unknown-sender' }]);
    await database().owner`insert into instrument values (-50, -1, 'S50', 'STRANGER', 'facility-drill-1')`;
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(msaOf(await gateway.analyser.ask(text))).toBe('CA 1');
  });

  it('refuses an instrument at another address than its own', async () => {
    await database()
      .owner`insert into instrument values (-51, -1, 'S51', 'ELSEWHERE', 'facility-drill-1', '10.1.0.0/16')`;
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(msaOf(await gateway.analyser.ask(poolMessage({ application: 'ELSEWHERE' })))).toBe('CR 1');
  });

  it('gives the stored answer to an analyser that lost its connection before it', async () => {
    const other = await openAnalyser(gateway.listener.port);
    other.write(encodeFrame(poolMessage()));
    await new Promise((resolve) => setTimeout(resolve, 5));
    other.socket.destroy();
    const answer = await gateway.analyser.ask(poolMessage());
    const rows = await stored();
    expect(rows.length).toBe(1);
    expect(answer).toBe(rows[0]?.answer);
  });
});
