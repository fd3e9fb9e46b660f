import { randomBytes } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';

/** OWASP's minimum for argon2id, the library's default kind: 19 MiB, two passes, one lane; about 60 ms of one core. */
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

export const hashPassword = (password: string): Promise<string> => hash(password, cost);

let nobodys: Promise<string> | undefined;

/** Whether the password is the hash's. Without a hash the same work is done for the answer "no". */
export async function isPassword(passwordHash: string | undefined, password: string): Promise<boolean> {
  nobodys ??= hashPassword(randomBytes(16).toString('hex'));
  const same = await verify(passwordHash ?? (await nobodys), password);
  return same && passwordHash !== undefined;
}

// without letters and digits that are read as one another: it is told on paper or by telephone
const letters = 'abcdefghjkmnpqrstuvwxyz23456789';

/** 20 characters in groups of five, 99 bits. */
export function initialPassword(): string {
  // 248 is a multiple of 31: every letter is as likely
  const drawn: string[] = [];
  while (drawn.length < 20) {
    const [byte = 255] = randomBytes(1);
    if (byte < 248) drawn.push(letters[byte % letters.length] ?? '');
  }
  return (drawn.join('').match(/.{5}/g) ?? []).join('-');
}
