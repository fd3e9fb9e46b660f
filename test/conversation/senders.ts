// Senders of HL7 over MLLP that others wrote. Each sends one message at a time and gives the MSA-1 of its answer.
import { spawn } from 'node:child_process';
import { accessSync, constants, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Hl7Message } from '@medplum/core';
import { Hl7Client } from '@medplum/hl7';
import { Client, type InboundResponse, Message } from 'node-hl7-client';

export type Sender = {
  /** what the acknowledgement says: MSA-1 and MSA-2 with a blank between. @throws when none comes in 10 s */
  send(message: string): Promise<string>;
  close(): Promise<void>;
};

const answerWithinMs = 10_000;
const late = () =>
  sleep(answerWithinMs, undefined, { ref: false }).then(() => Promise.reject(new Error('no answer in 10 s')));

/** @medplum/hl7, as Medplum's own agent sends: it waits for the application's acknowledgement, or `first` for any. */
export function medplumSender(port: number, waitFor: 'first' | 'application'): Sender {
  const client = new Hl7Client({ host: '127.0.0.1', port });
  return {
    send: async (message) => {
      const asked = client.sendAndWait(Hl7Message.parse(message), { returnAck: waitFor });
      const answer = await Promise.race([asked, late()]);
      const msa = answer.getSegment('MSA');
      return `${msa?.getField(1)?.toString() ?? ''} ${msa?.getField(2)?.toString() ?? ''}`;
    },
    close: () => client.close(),
  };
}

/** node-hl7-client, which sends the next message only after the answer to the last. */
export function nodeHl7Sender(port: number): Sender {
  const client = new Client({ host: '127.0.0.1' });
  let tell: (answer: string) => void = () => undefined;
  const connection = client.createConnection({ port, waitAck: true }, (response: InboundResponse) => {
    const message = response.getMessage();
    tell(`${message.get('MSA.1').toString()} ${message.get('MSA.2').toString()}`);
  });
  return {
    send: async (message) => {
      const heard = new Promise<string>((resolve) => (tell = resolve));
      await connection.sendMessage(new Message({ text: message }));
      return Promise.race([heard, late()]);
    },
    close: () => connection.close(),
  };
}

/** The program of python-hl7, from MLLP_SEND or the search path; undefined when this machine has none. */
export function findMllpSend(environment: NodeJS.ProcessEnv = process.env): string | undefined {
  const folders = (environment['PATH'] ?? '').split(delimiter);
  return [environment['MLLP_SEND'] ?? '', ...folders.map((folder) => join(folder, 'mllp_send'))].find(
    (place) => {
      try {
        accessSync(place, constants.X_OK);
        return place !== '';
      } catch {
        return false;
      }
    },
  );
}

/** python-hl7's mllp_send, a process and a connection for each message, which it reads from a file (0.4.5 cannot from stdin). */
export function mllpSendSender(program: string, port: number): Sender {
  const folder = mkdtempSync(join(tmpdir(), 'sweepwell-mllp-'));
  const file = join(folder, 'message.hl7');
  return {
    send: async (message) => {
      writeFileSync(file, message);
      const given = ['--loose', '--port', String(port), '--file', file, '127.0.0.1'];
      const child = spawn(program, given, { stdio: ['ignore', 'pipe', 'inherit'] });
      let told = '';
      child.stdout.setEncoding('utf8').on('data', (text: string) => (told += text));
      const closed = new Promise<void>((resolve, reject) =>
        child.once('close', () => resolve()).once('error', reject),
      );
      await Promise.race([closed, late()]).finally(() => child.kill());
      return /MSA\|([A-Z]{2})\|([^|\r\n]*)/.exec(told)?.slice(1, 3).join(' ') ?? told;
    },
    close: () => Promise.resolve(rmSync(folder, { recursive: true, force: true })),
  };
}
