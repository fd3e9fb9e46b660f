// Use cases that more than one process does: making, releasing and correcting results, and what follows from them.
export * from './pool-facts.queries.js';
export * from './make-results.js';
export * from './release-results.js';
export * from './correct-result.js';
