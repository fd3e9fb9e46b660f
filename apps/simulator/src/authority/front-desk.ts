import { type Desk, desks } from '../city/index.js';
import type { Drill } from '../drill.js';
import type { Post, Reply } from './server.js';
import { isSigned } from './signature.js';

const refusal = (status: number): Reply => ({ status, text: '{}', cut: false, delayMs: 0 });

/** Leads what comes to its desk, once its signature is verified: unsigned, it gets no receipt, and the drill no end. */
export function openFrontDesk(
  { setup, violations }: Pick<Drill, 'setup' | 'violations'>,
  takers: Record<Desk, (post: Post) => Promise<Reply>>,
) {
  const all = Object.keys(desks) as Desk[];
  return (post: Post): Promise<Reply> => {
    const desk = all.find((one) => desks[one] === post.path);
    if (desk === undefined) return Promise.resolve(refusal(404));
    if (isSigned(post.body, post.signed, setup.secrets[desk])) return takers[desk](post);
    violations.add('signature-wrong', `${desk} ${post.idempotencyKey}`);
    return Promise.resolve(refusal(401));
  };
}
