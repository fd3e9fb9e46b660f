import { openProduct, everyProgram } from '../product/open-product.js';
import { openRecipient } from '../product/recipient.js';
import { type Arena, openArena } from './attacks/arena.js';
import { tamperAudit } from './attacks/audit-rows.js';
import { assignMore, injectSegments, sendTooMuch, walkPaths } from './attacks/input.js';
import { guessPasswords } from './attacks/log-ins.js';
import { readAnothers, releaseOwnRun } from './attacks/scopes.js';
import { stealTablet, useBadTokens } from './attacks/tokens.js';
import type { Prove } from './prove.js';

/** In this order: what is released by the first is looked for by the second. */
const attacks: Record<string, (arena: Arena) => Promise<string | null>> = {
  'release the own run': releaseOwnRun,
  'read what is another’s': readAnothers,
  'forged, expired, revoked tokens': useBadTokens,
  'a stolen tablet, a replayed proof': stealTablet,
  'mass assignment': assignMore,
  'paths and formulas': walkPaths,
  'bodies too large': sendTooMuch,
  'HL7 segments in fields': injectSegments,
  'guessed passwords at two processes': guessPasswords,
  'a tampered audit': tamperAudit,
};

/** What somebody hostile tries, against the running processes, two of them apis, over HTTP and MLLP. */
export const prove: Prove = async ({ seed, small, report }) => {
  const recipient = await openRecipient();
  const product = await openProduct(['api', ...everyProgram]);
  try {
    const arena = await openArena(product, seed, small, recipient.url);
    const tookMs: Record<string, number> = {};
    for (const [name, attack] of Object.entries(attacks)) {
      const from = performance.now();
      const violation = await attack(arena);
      tookMs[name] = Math.round(performance.now() - from);
      if (violation !== null) return `${name}: ${violation}`;
    }
    report({ attacks: Object.keys(attacks).length, tookMs });
    return null;
  } finally {
    await product.close();
    recipient.close();
  }
};
