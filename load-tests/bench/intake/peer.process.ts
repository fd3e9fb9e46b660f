// The peer: @medplum/hl7, which acknowledges and stores nothing.
import { Hl7Server } from '@medplum/hl7';

const port = Number(process.env['PEER_PORT']);
const server = new Hl7Server((connection) => {
  connection.addEventListener('message', ({ message }) => connection.send(message.buildAck()));
});
await server.start(port);
process.send?.({ port });
process.on('disconnect', () => process.exit());
