import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import type { Prove } from './proves/prove.js';

const proves: Record<string, () => Promise<{ prove: Prove }>> = {
  access: () => import('./proves/access.js'),
  attacks: () => import('./proves/attacks.js'),
  audit: () => import('./proves/audit.js'),
  bare: () => import('./proves/bare.js'),
  decoding: () => import('./proves/decoding.js'),
  kills: () => import('./proves/kills.js'),
  leaks: () => import('./proves/leaks.js'),
  replay: () => import('./proves/replay.js'),
  redis: () => import('./proves/redis.js'),
  twice: () => import('./proves/twice.js'),
  conversation: () => import('./proves/conversation.js'),
  'hl7-fixtures': () => import('./proves/hl7-fixtures.js'),
  'intake-abuse': () => import('./proves/intake-abuse.js'),
  'intake-kills': () => import('./proves/intake-kills.js'),
  'late-commit': () => import('./proves/late-commit.js'),
  'specimen-pools': () => import('./proves/specimen-pools.js'),
  'two-apis': () => import('./proves/two-apis.js'),
};
const usage = `npm run prove -- NAME [--seed N] [--small] [--kills N]   NAME is one of: ${Object.keys(proves).join(', ')}`;

try {
  const { positionals, values } = parseArgs({
    allowPositionals: true,
    options: { seed: { type: 'string' }, small: { type: 'boolean' }, kills: { type: 'string' } },
  });
  const [name = '', ...more] = positionals;
  const load = Object.hasOwn(proves, name) ? proves[name] : undefined;
  if (!load || more.length > 0) throw new TypeError(`There is no prove "${positionals.join(' ')}".`);
  const { seed = String(randomInt(1_000_000)), small = false } = values;
  const figures: Record<string, unknown> = {};
  const { prove } = await load();
  const kills = values.kills === undefined ? {} : { kills: Number(values.kills) };
  const violation = await prove({
    seed,
    small,
    ...kills,
    report: (told) => void Object.assign(figures, told),
  });
  const line = JSON.stringify({ prove: name, seed, small, ...figures });
  if (violation !== null) console.error(`violation: ${violation}`);
  console.log(violation === null ? `ok ${line}` : line);
  process.exit(violation === null ? 0 : 1);
} catch (error) {
  const mistyped = error instanceof TypeError && !error.stack?.includes('/proves/');
  console.error(mistyped ? `${error.message}\n${usage}` : error);
  process.exit(1);
}
