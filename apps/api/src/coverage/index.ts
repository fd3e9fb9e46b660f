// Read models for officials: sweeps, coverage by residence, funnel, forecast; and the page that shows them.
export * from './coverage.module.js';
export * from './web-page.js';
export { rememberAnswers } from './remembered.js';
export { listSweeps, type Sweep } from './sweeps.queries.js';
