import { randomBytes } from 'node:crypto';
import { addRecipientSecret } from '#lis/persistence';
import { type Actor, type Context, Rejection, seal } from '#lis/platform';
import { administer } from './administer.js';

/**
 * A new secret that requests to a recipient are signed with (Standard Webhooks: 24 to 64 random bytes). Requests carry
 * a signature under it and one under the secret before, until the next rotation: the recipient changes over between.
 * @throws Rejection 404 `recipient-unknown`, also for one of the other realm
 */
export function rotateRecipientSecret(context: Context, actor: Actor, recipientId: number) {
  const change = { action: 'recipient-secret-rotated', subject: () => `recipient:${recipientId}` };
  return administer(context, actor, change, async (tx, now) => {
    if (recipientId < 0 !== actor.id < 0) throw new Rejection(404, 'recipient-unknown');
    const secret = `whsec_${randomBytes(32).toString('base64')}`;
    const { [actor.realm]: held } = context.keys;
    const keys = { ...context.keys, [actor.realm]: held };
    const number = await addRecipientSecret(tx, recipientId, now, (next) => ({
      secret: seal(keys, actor.realm, secret, `recipient_secret:${recipientId}:${next}`),
      dataKeyId: held.dataKeyId,
    }));
    if (number === undefined) throw new Rejection(404, 'recipient-unknown');
    return { number, secret };
  });
}
