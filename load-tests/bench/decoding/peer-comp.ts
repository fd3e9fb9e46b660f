import { countNegatives, emptyEvidence, poolsOf, readEvidence } from '#lis/domain';
import { beside, type PeerBatches, type PeerTimes, runPython, timed } from './peer-run.js';

// COMP as HYPER's authors publish it: one matrix product a batch.
const program = `
import sys, json, time
import numpy as np
given = json.load(sys.stdin)
A = np.zeros((given["pools"], len(given["rows"])), dtype=np.float32)
for i, pools in enumerate(given["rows"]):
    A[pools, i] = 1
times, answers = [], []
for turn in range(2):
    for y in given["outcomes"]:
        y = np.array(y) > 0
        s = time.perf_counter(); c = ((~y).astype(np.float32) @ A) == 0
        if turn: times.append((time.perf_counter() - s) * 1000); answers.append(int(c.sum()))
print(json.dumps({"times": times, "answers": answers}))
`;

/** The candidates of COMP: ours by counting, the published formula in plain loops over the matrix, and in numpy. */
export function compOfOthers(given: PeerBatches): Record<string, unknown> {
  const ours = counted(given);
  return {
    [`COMP in plain loops, ${given.name}`]: beside(plainLoops(given), ours),
    [`COMP in numpy, ${given.name}`]: beside(runPython(program, given), ours),
  };
}

function counted({ design, batches }: PeerBatches): PeerTimes {
  const tests = Array.from({ length: design.pools }, () => ({ sensitivity: 0.95, specificity: 0.99 }));
  const states = batches.map(({ outcomes }) => {
    const evidence = emptyEvidence(design.pools);
    readEvidence(design, tests, outcomes, [], evidence);
    return evidence.state;
  });
  const counts = new Uint16Array(design.specimens);
  return timed(batches.length, (k) => {
    countNegatives(design, states[k] ?? new Uint8Array(), counts);
    let candidates = 0;
    for (let i = 0; i < counts.length; i += 1) if (counts[i] === 0) candidates += 1;
    return candidates;
  });
}

/** x_i = Π over pools t of (1 − a_ti (1 − y_t)), as it stands in the papers. */
function plainLoops({ design, batches }: PeerBatches): PeerTimes {
  const matrix = Array.from({ length: design.pools }, () =>
    Array.from({ length: design.specimens }, () => 0),
  );
  for (let i = 0; i < design.specimens; i += 1)
    for (const pool of poolsOf(design, i)) (matrix[pool] ?? [])[i] = 1;
  const seen = batches.map(({ outcomes }) => outcomes.map((outcome) => (outcome === 'positive' ? 1 : 0)));
  return timed(batches.length, (k) => {
    let candidates = 0;
    for (let i = 0; i < design.specimens; i += 1) {
      let isCandidate = 1;
      for (let t = 0; t < design.pools; t += 1)
        isCandidate *= 1 - (matrix[t]?.[i] ?? 0) * (1 - (seen[k]?.[t] ?? 0));
      candidates += isCandidate;
    }
    return candidates;
  });
}
