// The simulator's own books: what it did, saw and found wrong. The product never sees them.
export * from './counts.js';
export * from './outstanding.js';
export * from './recollections.js';
export * from './tube-facts.js';
export * from './tube-marks.js';
export * from './turnaround.js';
export * from './violations.js';
