import { runStep } from './run-step.js';
import type { Stage } from './steps.js';

export type Counts = { passed: number; failed: number };

/** Runs everything, also after a failure; prints a line a step, and the output of what failed. */
export async function runSteps(stages: readonly Stage[]): Promise<Counts> {
  const sum: Counts = { passed: 0, failed: 0 };
  for (const lanes of stages) {
    await Promise.all(
      lanes.map(async (lane) => {
        for (const step of lane) {
          if (step.notRun !== undefined) {
            console.log(`--    ${step.name.padEnd(18)} not run here: ${step.notRun}`);
            continue;
          }
          const start = performance.now();
          const { passed, failed, output } = await runStep(step);
          const seconds = ((performance.now() - start) / 1000).toFixed(1).padStart(6);
          const tests = step.project === undefined ? '' : `   ${passed} passed, ${failed} failed`;
          console.log(`${failed > 0 ? 'FAIL' : 'ok  '}  ${step.name.padEnd(18)}${seconds} s${tests}`);
          if (failed > 0) console.log(output.trim().split('\n').slice(-60).join('\n'));
          sum.passed += passed;
          sum.failed += failed;
        }
      }),
    );
  }
  return sum;
}
