import { emptyEvidence, makeBatchSearch, readEvidence } from '#lis/domain';
import { beside, type PeerBatches, type PeerTimes, runPython, timed } from './peer-run.js';

// The most probable set as the integer program of docs/branch-and-bound.md, solved by HiGHS.
const program = `
import sys, json, time
import numpy as np
from scipy.optimize import milp, LinearConstraint, Bounds
given = json.load(sys.stdin)
n, m, p, se, sp = len(given["rows"]), given["pools"], given["prevalence"], .95, .99
A = np.zeros((m, n))
for i, pools in enumerate(given["rows"]):
    A[pools, i] = 1
times, answers = [], []
for y in given["outcomes"]:
    y = np.array(y) > 0
    c = np.concatenate([np.full(n, np.log((1-p)/p)), np.where(y, np.log(se/(1-sp)), np.log(sp/(1-se)))])
    rules = []
    if y.any(): rules.append(LinearConstraint(np.hstack([A[y], np.eye(m)[y]]), 1, np.inf))
    for t in np.flatnonzero(~y):
        members = A[t] > 0
        part = np.zeros((int(members.sum()), n + m))
        part[np.arange(len(part)), np.flatnonzero(members)] = -1
        part[:, n + t] = 1
        rules.append(part)
    parts = [r for r in rules if isinstance(r, np.ndarray)]
    rules = [r for r in rules if not isinstance(r, np.ndarray)]
    if parts: rules.append(LinearConstraint(np.vstack(parts), 0, np.inf))
    s = time.perf_counter()
    found = milp(c, constraints=rules, integrality=np.ones(n+m), bounds=Bounds(0, 1), options={"mip_rel_gap": 0})
    times.append((time.perf_counter() - s) * 1000); answers.append(float(found.fun))
print(json.dumps({"times": times, "answers": answers}))
`;

/** The least cost of an explanation, proven by our search and by HiGHS on the same batches. */
export function leastCostOfOthers(given: PeerBatches): Record<string, unknown> {
  return { [`HiGHS, least cost, ${given.name}`]: beside(runPython(program, given), proven(given)) };
}

function proven({ design, prevalence, batches }: PeerBatches): PeerTimes {
  const search = makeBatchSearch(design, new Float64Array(design.specimens).fill(prevalence));
  const tests = Array.from({ length: design.pools }, () => ({ sensitivity: 0.95, specificity: 0.99 }));
  const all = batches.map(({ outcomes }) => {
    const evidence = emptyEvidence(design.pools);
    readEvidence(design, tests, outcomes, [], evidence);
    return evidence;
  });
  return timed(batches.length, (k) => {
    const { ifClear, ifPositive } = all[k] ?? emptyEvidence(design.pools);
    return search.prove(ifClear, ifPositive, { work: 1e9, late: () => false, spent: 'no' }) ?? Number.NaN;
  });
}
