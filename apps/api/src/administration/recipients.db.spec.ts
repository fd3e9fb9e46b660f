import { CreateRecipientsRequest } from '#lis/contracts';
import { listRecipients } from '#lis/persistence';
import { type Actor, open } from '#lis/platform';
import { actorOf, enterLaboratory, useDatabase } from '#lis/testing';
import { beforeAll, describe, expect, it } from 'vitest';
import { createRecipients } from './create-recipients.js';
import { rotateRecipientSecret } from './rotate-recipient-secret.js';

const lineOf = (line: Record<string, unknown>) =>
  CreateRecipientsRequest.safeParse({
    realm: 'drill',
    recipients: [{ name: 'r', url: 'https://h/', kinds: ['retest'], ...line }],
  });
const recipients = (line: Record<string, unknown>) => {
  const parsed = lineOf(line);
  if (!parsed.success) throw parsed.error;
  return parsed.data.recipients;
};

describe('recipients', () => {
  const database = useDatabase();
  let administrator: Actor;
  beforeAll(async () => {
    administrator = actorOf(await enterLaboratory(database().owner), 'administrator');
  });

  it.each([
    [{ url: 'ftp://h/' }],
    [{ url: 'https://user:secret@h/' }],
    [{ url: 'mllp://h:2575' }],
    [{ url: 'mllp://h', format: 'elr' }],
    [{ url: 'mllp://h:0', format: 'elr' }],
    [{ url: 'mllp://h:70000', format: 'elr' }],
    [{ url: 'mllp://h%20x:2575', format: 'elr' }],
    [{ url: 'mllp://h:2575/path', format: 'elr' }],
    [{ url: 'mllp://h:2575', format: 'elr', kinds: ['retest', 'negative-feed'] }],
    [{ format: 'hl7' }],
    [{ secret: 'x' }],
    [{ certificateAuthority: 'x' }],
  ])('are refused with %j', (line) => expect(lineOf(line).success).toBe(false));

  it.each([
    [{ url: 'mllps://elr.example.org:2575', format: 'elr' }],
    [{ url: 'mllp://[::1]:2575', format: 'elr' }],
    [{ url: 'mllp://10.0.0.1:2575/', format: 'elr' }],
    [{ url: 'http://h:8080/fhir?x=1', format: 'fhir', kinds: ['negative-feed'] }],
  ])('are taken with %j', (line) => expect(lineOf(line).success).toBe(true));

  it('get another address, and never another format', async () => {
    const { context, db } = database();
    const first = { name: 'a', format: 'elr', receivingApplication: 'APP^1.2^ISO' };
    const { ids } = await createRecipients(context, administrator, recipients(first));
    const moved = { ...first, url: 'https://other/', kinds: ['retest', 'correction'] };
    expect(await createRecipients(context, administrator, recipients(moved))).toEqual({ ids });
    for (const change of [{ format: 'json' }, { receivingApplication: 'B' }, { url: 'mllp://h:1' }]) {
      await expect(
        createRecipients(context, administrator, recipients({ ...moved, ...change })),
      ).rejects.toMatchObject({ code: 'recipient-format-fixed' });
    }
    const kept = (await listRecipients(db)).find(({ id }) => id === ids[0]);
    expect(kept).toMatchObject({
      url: 'https://other/',
      format: 'elr',
      receivingApplication: 'APP^1.2^ISO',
      signingSecrets: [],
    });
  });

  it('have two secrets at once, sealed, told once and in no audit', async () => {
    const { context, db } = database();
    const { ids } = await createRecipients(context, administrator, recipients({ name: 's' }));
    const id = ids[0]!;
    const told = [];
    for (let turn = 0; turn < 3; turn++) told.push(await rotateRecipientSecret(context, administrator, id));
    expect(told.map(({ number }) => number)).toEqual([1, 2, 3]);
    for (const { secret } of told) expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    const { signingSecrets = [] } = (await listRecipients(db)).find((one) => one.id === id) ?? {};
    const opened = signingSecrets.map(({ number, secret, dataKeyId }) =>
      open(
        context.keys,
        'drill',
        dataKeyId,
        Buffer.from(secret, 'base64'),
        `recipient_secret:${id}:${number}`,
      ),
    );
    expect(opened).toEqual([told[2]?.secret, told[1]?.secret]);
    const audit = JSON.stringify(await db`select * from audit where action = 'recipient-secret-rotated'`);
    expect(audit).toContain(`recipient:${id}`);
    expect(audit).not.toContain('whsec_');
    for (const unknown of [-999_999, 5]) {
      await expect(rotateRecipientSecret(context, administrator, unknown)).rejects.toMatchObject({
        code: 'recipient-unknown',
      });
    }
  });
});
