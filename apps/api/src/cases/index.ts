// The closed loop: cases, their steps and clocks, recollections, and the authority's confirmations.
export { CasesModule } from './cases.module.js';
