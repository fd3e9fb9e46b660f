// What crosses a process boundary: requests, answers, jobs and reports, as zod schemas.
export * from './accounts.js';
export * from './administration.js';
export * from './coverage.js';
export * from './custody.js';
export * from './instrument-files.js';
export * from './jobs.js';
export * from './lookup.js';
export * from './loop.js';
export * from './plating.js';
export * from './problem.js';
export * from './registration.js';
export * from './reports.js';
export * from './scalars.js';
export * from './sealed-tube-hash.js';
export * from './tablets.js';
export * from './verification.js';
