import { builtInDesign } from '#lis/domain';
import { spawnSync } from 'node:child_process';
import type { DecodingFigure } from '../decoding.js';

// COMP as published for HYPER, one matrix product a batch; MAP as an integer program by HiGHS.
const compProgram = `
import sys, json, time
import numpy as np
rows, m = json.load(sys.stdin)
A = np.zeros((m, len(rows)), dtype=np.float32)
for i, pools in enumerate(rows):
    for t in pools: A[t, i] = 1
rng = np.random.default_rng(1)
times = []
for k in range(600):
    y = (A @ (rng.random(len(rows)) < .01)) > 0
    s = time.perf_counter(); c = ((~y).astype(np.float32) @ A) == 0
    times.append(time.perf_counter() - s)
print(float(np.median(times[100:]) * 1000))
`;
const mapProgram = `
import sys, json, time
import numpy as np
from scipy.optimize import milp, LinearConstraint, Bounds
rows, m = json.load(sys.stdin)
n = len(rows); p, se, sp = .005, .95, .99
A = np.zeros((m, n))
for i, pools in enumerate(rows):
    for t in pools: A[t, i] = 1
rng = np.random.default_rng(1)
times = []
for k in range(40):
    z = (A @ (rng.random(n) < p)) > 0
    y = np.where(z, rng.random(m) < se, rng.random(m) > sp)
    c = np.concatenate([np.full(n, np.log((1-p)/p)), np.where(y, np.log(se/(1-sp)), np.log(sp/(1-se)))])
    pos = LinearConstraint(np.hstack([A[y], np.eye(m)[y]]), 1, np.inf)
    parts = [np.hstack([-np.eye(n)[A[t] > 0], np.repeat(np.eye(m)[t][None], int(A[t].sum()), 0)]) for t in range(m) if not y[t]]
    neg = LinearConstraint(np.vstack(parts), 0, np.inf)
    s = time.perf_counter()
    milp(c, constraints=[pos, neg], integrality=np.ones(n+m), bounds=Bounds(0, 1))
    times.append(time.perf_counter() - s)
print(float(np.median(times) * 1000))
`;

/** The peers that are installed here, in this run: their medians and how many times ours they are. */
export function decodingPeers(figures: readonly DecodingFigure[]): Record<string, unknown> {
  return {
    'numpy COMP rs-384x48': peer(compProgram, figures, 'comp+dd rs-384x48'),
    'HiGHS MAP rs-384x48 at 0.5 %': peer(mapProgram, figures, 'least cost proven rs-384x48 at 0.5 %'),
  };
}

function peer(program: string, figures: readonly DecodingFigure[], against: string) {
  const design = builtInDesign('rs-384x48');
  const rows = Array.from({ length: design.specimens }, (_, i) => [
    ...design.poolOf.subarray(design.poolStart[i], design.poolStart[i + 1]),
  ]);
  const ran = spawnSync('python3', ['-c', program], {
    input: JSON.stringify([rows, design.pools]),
    encoding: 'utf8',
    env: { ...process.env, OMP_NUM_THREADS: '1', OPENBLAS_NUM_THREADS: '1' },
    timeout: 300_000,
  });
  const ours = figures.find(({ figure }) => figure === against)?.medianMs;
  if (ran.status !== 0 || ours === undefined) return 'not run: python3 with numpy and scipy is not here';
  const medianMs = Number(ran.stdout);
  return { medianMs, timesOurs: Number((medianMs / ours).toFixed(1)) };
}
