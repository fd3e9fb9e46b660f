// The people who decide: verifiers release what is held, recollection teams sample members again.
export * from './recollection-team.js';
export * from './verifier.js';
