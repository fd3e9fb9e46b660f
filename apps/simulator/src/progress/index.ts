// What a drill shows while it runs, and what it came to.
export * from './progress.js';
export * from './summary.js';
export * from './estimate.js';
