// What is true in the virtual city and the product must find out: pure functions of the seed and an index.
export * from './arrivals.js';
export * from './assay.js';
export * from './chance.js';
export * from './households.js';
export * from './identities.js';
export * from './labels.js';
export * from './oddities.js';
export * from './people.js';
export * from './planted.js';
export * from './residences.js';
export * from './tube-plan.js';
export * from './tube-sizes.js';
