import type { Db } from '#lis/persistence';
import type { Clock } from './clock/shared-clock.js';
import type { Configuration } from './configuration.js';
import type { KeyRing } from './keys/key-ring.js';

/** What a use case may touch, and its first argument. */
export type Context = { db: Db; clock: Clock; keys: KeyRing; configuration: Configuration };

/** Injection token of the Context. */
export const CONTEXT = Symbol('Context');
