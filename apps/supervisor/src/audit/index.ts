// Proof of the audit (law 8): every chain from its rows, and against the checkpoints outside the database.
export { runAudit } from './run-audit.js';
