import { connect, type Socket } from 'node:net';
import { connect as connectTls, type ConnectionOptions } from 'node:tls';
import { createFrameDecoder, encodeFrame, writeOruPool } from '#lis/hl7';

export type Analyser = {
  socket: Socket;
  /** sends a frame and waits for its answer */
  ask(text: string | Buffer): Promise<string>;
  /** the next `count` answers */
  answers(count: number): Promise<string[]>;
  write(bytes: Buffer): void;
};

/** `tls`: the certificate that it shows; without: plain. @throws when the connection is refused at once */
export async function openAnalyser(port: number, tls?: ConnectionOptions): Promise<Analyser> {
  const socket = tls
    ? connectTls({ port, host: '127.0.0.1', servername: 'gateway', ...tls })
    : connect({ port, host: '127.0.0.1' });
  await new Promise((resolve, reject) =>
    socket.once(tls ? 'secureConnect' : 'connect', () => resolve(null)).once('error', reject),
  );
  const decoder = createFrameDecoder();
  const heard: string[] = [];
  let wake = () => undefined as void;
  socket.on('error', () => undefined);
  socket.on('data', (chunk) => {
    for (const event of decoder.push(chunk)) if (event.kind === 'frame') heard.push(event.body.toString());
    wake();
  });
  const answers = async (count: number) => {
    while (heard.length < count) await new Promise<void>((resolve) => (wake = resolve));
    return heard.splice(0, count);
  };
  return {
    socket,
    answers,
    write: (bytes) => socket.write(bytes),
    ask: async (text) => {
      socket.write(encodeFrame(text));
      return (await answers(1))[0] ?? '';
    },
  };
}

type Given = {
  controlId?: string;
  time?: string;
  ct?: number | null;
  code?: string;
  application?: string;
  runNumber?: string;
};

/** A pool's message of the instrument that the builder enters. */
export function poolMessage(given: Given = {}): string {
  return writeOruPool({
    sender: { application: given.application ?? 'app-drill-1', facility: 'facility-drill-1' },
    receiver: { application: 'LIS', facility: 'LAB' },
    controlId: given.controlId ?? '1',
    time: given.time ?? '20300101120000+0800',
    instrumentSerial: 'SN1',
    runNumber: given.runNumber ?? 'R1',
    kitLot: 'LOT1',
    plateCode: 'PLATE1',
    well: {
      well: 'A1',
      tubeCode: given.code ?? 'T1',
      role: 'pool',
      readings: [{ target: 'N', ct: given.ct ?? null }],
      observedAt: '20300101115900+0800',
    },
  });
}

/** MSA-1 and MSA-2 of an acknowledgement. */
export const msaOf = (answer: string) =>
  /MSA\|([A-Z]{2})\|([^|\r]*)/.exec(answer)?.slice(1, 3).join(' ') ?? '';
