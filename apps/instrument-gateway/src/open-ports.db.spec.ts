import { createServer } from 'node:net';
import { freePort, readConfiguration } from '#lis/platform';
import { enterLaboratory, useDatabase } from '#lis/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { msaOf, openAnalyser, poolMessage } from './analyser.fixture.js';
import { openMllp } from './gateway.fixture.js';

describe('several plain ports', { timeout: 30_000 }, () => {
  const database = useDatabase();
  beforeAll(() => enterLaboratory(database().owner));
  const nameless = (controlId: string) =>
    poolMessage({ application: '', controlId }).replace('|facility-drill-1|', '||');
  const options = { host: '127.0.0.1', warn: () => undefined };

  it('tell analysers apart that send no names from one address', async () => {
    const { context, owner, db } = database();
    const listener = await openMllp(context, { ...options, port: 0, morePorts: [0] });
    const [first = 0, second = 0] = listener.ports;
    expect(second).not.toBe(first);
    await owner`
      insert into instrument (id, laboratory_id, serial, sending_application, sending_facility, identified_by, local_port)
      values (-61, -1, 'S61', '', '', 'connection', ${first}), (-62, -1, 'S62', '', '', 'connection', ${second})`;
    await new Promise((resolve) => setTimeout(resolve, 300));
    for (const [index, port] of [first, second].entries()) {
      const analyser = await openAnalyser(port);
      expect(msaOf(await analyser.ask(nameless(`P${index}`)))).toBe(`CA P${index}`);
      analyser.socket.destroy();
    }
    const rows =
      await db`select control_id as id, instrument_id as instrument from instrument_message order by id`;
    expect([...rows]).toEqual([
      { id: 'P0', instrument: -61 },
      { id: 'P1', instrument: -62 },
    ]);
    await listener.close();
    await expect(openAnalyser(second)).rejects.toThrow('ECONNREFUSED');
  });

  it('are all closed again when one of them is taken', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => taken.once('listening', resolve));
    const { port } = taken.address() as { port: number };
    const free = await freePort();
    await expect(openMllp(database().context, { ...options, port: free, morePorts: [port] })).rejects.toThrow(
      'EADDRINUSE',
    );
    await expect(openAnalyser(free)).rejects.toThrow('ECONNREFUSED');
    taken.close();
  });

  it('come from one setting beside the first port, each once', () => {
    const portsOf = (given: Record<string, string>) => readConfiguration(given).mllpPorts;
    expect(portsOf({})).toEqual([2575]);
    expect(portsOf({ MLLP_PORTS: '2576, 2577,2575' })).toEqual([2575, 2576, 2577]);
    for (const wrong of ['x', '0', '70000', '25 76', '1e3'])
      expect(() => portsOf({ MLLP_PORTS: wrong })).toThrow('MLLP_PORTS');
  });
});
