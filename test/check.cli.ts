import { runSteps } from './check/run-steps.js';
import { steps } from './check/steps.js';

// `npm run check`: everything that can be checked without a second machine, and one line that counts it.
const { passed, failed } = await runSteps(steps());
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed > 0 ? 1 : 0);
