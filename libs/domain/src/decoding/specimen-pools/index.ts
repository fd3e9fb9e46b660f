// What other parts use of the decoders of specimen pools.
export * from './decoder-settings.js';
export * from './decoder.js';
export * from './evidence-floor.js';
export * from './ct/ct-reading.js';
export * from './ct/weigh-explanation.js';
export * from './simulated-batch.js';
export * from './acceptance.js';
export { capacityOf } from './calls/batch-alerts.js';
export { countNegatives, markSoleCandidates } from './combinatorial/count-negatives.js';
export { emptyEvidence, readEvidence } from './evidence.js';
export { makeBatchSearch } from './search/search-batch.js';
export { makeEliminator } from './exact/eliminate.js';
export { planElimination } from './exact/elimination-plan.js';
