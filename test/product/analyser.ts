import { once } from 'node:events';
import { connect } from 'node:net';
import { createFrameDecoder, encodeFrame } from '#lis/hl7';

export type Analyser = {
  /** sends a message and waits for the text of its acknowledgement */
  ask(message: string): Promise<string>;
  close(): void;
};

/** An analyser's connection with one message in flight at a time. */
export async function connectAnalyser(port: number): Promise<Analyser> {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  await once(socket, 'connect');
  const decoder = createFrameDecoder();
  let answered: (text: string) => void = () => undefined;
  let broken: (error: Error) => void = () => undefined;
  socket.on('data', (chunk: Buffer) => {
    for (const event of decoder.push(chunk))
      if (event.kind === 'frame') answered(event.body.toString('utf8'));
  });
  socket.on('error', () => undefined);
  socket.on('close', () => broken(new Error('the gateway closed the connection')));
  return {
    ask: (message) =>
      new Promise((resolve, reject) => {
        answered = resolve;
        broken = reject;
        socket.write(encodeFrame(message));
      }),
    close: () => socket.destroy(),
  };
}
