// The machine's own limit: the same frames, one insert of one blob a group commit, no keys and no other rows.
import { createServer } from 'node:net';
import { createFrameDecoder, encodeFrame, readHeader } from '#lis/hl7';
import { connect } from '#lis/persistence';

const db = connect(process.env['FLOOR_DATABASE_URL'] ?? '', { name: 'floor', max: 4 });
const inFlight = Number(process.env['COMMITS_IN_FLIGHT'] ?? 3);

type Waiting = { body: Buffer; answer: () => void };
let waiting: Waiting[] = [];
let flying = 0;
let isDue = false;

const startSoon = () => {
  if (isDue) return;
  isDue = true;
  setImmediate(start);
};
function start(): void {
  isDue = false;
  while (waiting.length > 0 && flying < inFlight && (flying === 0 || waiting.length >= 32)) {
    const group = waiting.splice(0, 256);
    flying++;
    // as text: the driver's hexadecimal of a bytea would make the floor slower than the disk
    const blob = Buffer.concat(group.map(({ body }) => body)).toString('utf8');
    void db`insert into floor values (convert_to(${blob}, 'UTF8'))`.then(() => {
      for (const { answer } of group) answer();
      flying--;
      startSoon();
      return undefined;
    });
  }
}

const server = createServer({ noDelay: true }, (socket) => {
  const decoder = createFrameDecoder();
  let ready: Buffer[] = [];
  const flush = () => {
    const frames = ready;
    ready = [];
    socket.write(Buffer.concat(frames));
  };
  socket.on('error', () => socket.destroy());
  socket.on('data', (chunk) => {
    for (const event of decoder.push(chunk)) {
      if (event.kind !== 'frame') continue;
      const header = readHeader(event.body);
      const controlId = header.kind === 'header' ? header.controlId : '';
      const answer = () => {
        if (ready.length === 0) queueMicrotask(flush);
        ready.push(
          encodeFrame(`MSH|^~\\&|LIS|LAB|||20300101||ACK|${controlId}|P|2.5.1\rMSA|CA|${controlId}\r`),
        );
      };
      waiting.push({ body: event.body, answer });
    }
    startSoon();
  });
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  process.send?.({ port: typeof address === 'object' && address ? address.port : 0 });
});
process.on('disconnect', () => process.exit());
