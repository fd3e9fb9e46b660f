import { Rejection } from '#lis/platform';

const atOnce = 2;
let running = 0;

/**
 * Hashing a password costs 60 ms of a core and 19 MiB: two at once in this process, whoever else comes is answered
 * before anything is hashed, so that strangers cannot take the machine from the tablets.
 * @throws Rejection 429 log-in-busy
 */
export async function hashing<Answer>(work: () => Promise<Answer>): Promise<Answer> {
  if (running >= atOnce) throw new Rejection(429, 'log-in-busy', {}, 1);
  running++;
  try {
    return await work();
  } finally {
    running--;
  }
}
