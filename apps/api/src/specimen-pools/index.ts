// Batches of specimen pools: entered with their readings, corrected, and what they were decoded to.
export { SpecimenPoolsModule } from './specimen-pools.module.js';
