import { connect as connectSocket } from 'node:net';
import { encodeFrame } from '#lis/hl7';
import { describe, expect, it } from 'vitest';
import { msaOf, openAnalyser, poolMessage } from './analyser.fixture.js';
import { useMllpGateway } from './mllp-gateway.fixture.js';

describe('the connections of the gateway', () => {
  const gateway = useMllpGateway();
  const { stored, warnings } = gateway;

  it('answers each of several frames in order, the unreadable ones too', async () => {
    const bodies = [
      poolMessage({ controlId: '1' }),
      'GET / HTTP/1.1',
      poolMessage({ controlId: '2' }),
      '',
      poolMessage({ controlId: 'N\0' }),
      'x'.repeat(30_000),
      poolMessage({ controlId: '3' }),
    ];
    gateway.analyser.write(Buffer.concat(bodies.map((body) => encodeFrame(body))));
    expect((await gateway.analyser.answers(7)).map(msaOf)).toEqual([
      'CA 1',
      'AR ',
      'CA 2',
      'AR ',
      'AR ',
      'AR ',
      'CA 3',
    ]);
    expect(
      (await stored())
        .filter(({ state }) => state === 'refused')
        .map(({ reason }) => reason)
        .filter((reason) => reason !== null)
        .sort((a, b) => a.localeCompare(b)),
    ).toEqual(['empty', 'not-hl7', 'nul-in-header', 'too-large']);
  });

  it('stores bytes of any character set as they came', async () => {
    const body = Buffer.concat([
      Buffer.from(poolMessage()),
      Buffer.from([0x4e, 0x54, 0x45, 0x7c, 0x81, 0x7c, 0xfe, 0x0d]),
    ]);
    expect(msaOf(await gateway.analyser.ask(body))).toBe('CA 1');
    expect((await stored())[0]?.body).toEqual(body);
  });

  it('stores nothing of a message that was cut in half', async () => {
    const other = await openAnalyser(gateway.listener.port);
    other.write(encodeFrame(poolMessage({ controlId: '7' })).subarray(0, 500));
    other.socket.destroy();
    expect(msaOf(await gateway.analyser.ask(poolMessage()))).toBe('CA 1');
    expect((await stored()).length).toBe(1);
  });

  it('ends a connection that hangs in half a frame', async () => {
    gateway.analyser.write(encodeFrame(poolMessage()).subarray(0, 500));
    await new Promise((resolve) => gateway.analyser.socket.once('close', resolve));
    expect(warnings).toContain('connection-ended');
  });

  it('ends a connection that speaks no MLLP, and one that trickles its frame', async () => {
    const [browser, trickler] = await Promise.all([1, 2].map(() => openAnalyser(gateway.listener.port)));
    browser?.write(Buffer.from('GET / HTTP/1.1\r\nHost: gateway\r\n\r\n'));
    trickler?.write(Buffer.from('\x0bMSH|'));
    const trickle = setInterval(() => trickler?.write(Buffer.from('A')), 100);
    await Promise.all(
      [browser, trickler].map((one) => new Promise((resolve) => one?.socket.once('close', resolve))),
    );
    clearInterval(trickle);
    expect(msaOf(await gateway.analyser.ask(poolMessage()))).toBe('CA 1');
  });

  it('closes what one address opens beyond its cap, and answers the others', async () => {
    const idle = Array.from({ length: 400 }, () =>
      connectSocket({ port: gateway.listener.port, host: '127.0.0.1', localAddress: '127.0.0.9' }),
    );
    let closed = 0;
    for (const socket of idle) socket.on('error', () => undefined).once('close', () => closed++);
    await expect.poll(() => closed, { timeout: 10_000 }).toBe(400 - 256);
    expect(warnings).toContain('connection-refused');
    expect(msaOf(await gateway.analyser.ask(poolMessage()))).toBe('CA 1');
    for (const socket of idle) socket.destroy();
  });

  it('takes a batch whatever ends its lines', async () => {
    for (const [n, end] of ['\r', '\n', '\r\n'].entries()) {
      const lines = `BHS|^~\\&\r${poolMessage({ controlId: `B${n}` })}BTS|1\r`.replaceAll('\r', end);
      expect(msaOf(await gateway.analyser.ask(lines))).toBe(`CA B${n}`);
    }
  });

  it.each([
    ['', '', ['AA']],
    ['', '2', ['AA']],
    ['NE', 'AL', ['AA']],
    ['AL', 'AL', ['CA', 'AA']],
    ['NE', 'NE', []],
    // rubbish is no condition, and silence must be asked for
    ['YES', 'no', ['AA']],
    ['X', '', ['AA']],
    ['X', 'NE', ['AA']],
    ['AL', 'X', ['CA']],
    ['al', ' ne', ['CA']],
  ])('answers MSH-15 %s MSH-16 %s with %j', async (accept, application, codes) => {
    await gateway.analyser.ask(poolMessage({ controlId: 'warm' }));
    gateway.analyser.write(encodeFrame(poolMessage().replace('|AL|NE|', `|${accept}|${application}|`)));
    gateway.analyser.write(encodeFrame(poolMessage({ controlId: 'last' })));
    const heard = await gateway.analyser.answers(codes.length + 1);
    expect(heard.map((answer) => msaOf(answer).slice(0, 2))).toEqual([...codes, 'CA']);
  });

  it('never acknowledges an acknowledgement', async () => {
    gateway.analyser.write(
      encodeFrame('MSH|^~\\&|app-drill-1|facility-drill-1|||20300101||ACK^R22|9|P|2.5.1\rMSA|AA|1\r'),
    );
    expect(msaOf(await gateway.analyser.ask(poolMessage()))).toBe('CA 1');
    expect((await stored()).length).toBe(1);
  });
});
