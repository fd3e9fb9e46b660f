// The simulator's own memory over restarts: an append-only file of what cannot be computed again.
export * from './entries.js';
export * from './journal.js';
