// Reconciliation of a sweep (law 6): every equation of conservation, each between two sources, one query file each.
export { runReconcile } from './run-reconcile.js';
