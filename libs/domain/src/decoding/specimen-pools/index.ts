// What other parts use of the decoders of specimen pools.
export * from './decoder-settings.js';
export * from './decoder.js';
export * from './evidence-floor.js';
export * from './ct/ct-model.js';
export * from './ct/ct-reading.js';
export * from './ct/weigh-explanation.js';
export { sensitivityTable, type SensitivityByPositives } from './closed-forms/count-likelihood.js';
export * from './simulated-batch.js';
export * from './acceptance.js';
export { countNegatives, markSoleCandidates } from './combinatorial/count-negatives.js';
export { emptyEvidence, readEvidence } from './evidence.js';
export { makeBatchSearch } from './search/search-batch.js';
export { makeEliminator } from './exact/eliminate.js';
export { planElimination } from './exact/elimination-plan.js';
export { expectedMisses, type ExpectedMisses } from './calls/expected-misses.js';
export type { CallEvidence } from './calls/call-evidence.js';
export * from './halving/halving-state.js';
export { simulateCts } from './ct/simulated-cts.js';
