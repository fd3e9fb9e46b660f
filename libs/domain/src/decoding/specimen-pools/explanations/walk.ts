import type { PoolDesign } from '../../../pool-design/pool-design.js';
import { toggled, type Joint, type JointBatch } from './joint.js';

/**
 * A walk from explanation to explanation, a specimen put in or taken out at a time. `gain`: by how much ln of the joint probability
 * would grow; what is impossible loses 10^5 instead of everything, so that the walk can go on.
 */
export type Walk = {
  start(specimens: readonly number[]): void;
  gain(specimen: number): number;
  toggle(specimen: number): void;
};

const HARD = 1e5;
const clip = (value: number): number => Math.min(HARD, Math.max(-HARD, value));

/** The quick one, for pools that know only "somebody": a step costs the specimen's pools. */
export function prepareWalk(design: PoolDesign, priors: Float64Array): (batch: JointBatch) => Walk {
  const { pools, poolStart, poolOf } = design;
  const odds = priors.map((p) => clip(Math.log(p) - Math.log1p(-p)));
  const speaks = new Float64Array(pools);
  const count = new Uint16Array(pools);
  const isIn = new Uint8Array(design.specimens);
  return ({ evidence, master }) => {
    for (let pool = 0; pool < pools; pool += 1)
      speaks[pool] = clip(Math.log(evidence.ifPositive[pool]!) - Math.log(evidence.ifClear[pool]!));
    const somebody = clip(Math.log(master[1]) - Math.log(master[0]));
    let size = 0;
    const toggle = (specimen: number): void => {
      const by = isIn[specimen] === 1 ? -1 : 1;
      for (let at = poolStart[specimen]!; at < poolStart[specimen + 1]!; at += 1) count[poolOf[at]!]! += by;
      isIn[specimen] = by === 1 ? 1 : 0;
      size += by;
    };
    return {
      start: (specimens) => {
        count.fill(0);
        isIn.fill(0);
        size = 0;
        specimens.forEach(toggle);
      },
      gain: (specimen) => {
        const own = isIn[specimen]!;
        let sum = odds[specimen]! + (size === own ? somebody : 0);
        for (let at = poolStart[specimen]!; at < poolStart[specimen + 1]!; at += 1)
          if (count[poolOf[at]!] === own) sum += speaks[poolOf[at]!]!;
        return own === 1 ? -sum : sum;
      },
      toggle,
    };
  };
}

/** For any other model: every step is two sets from scratch. */
export function walkOf(joint: Joint): Walk {
  let here: readonly number[] = [];
  return {
    start: (specimens) => (here = specimens),
    gain: (specimen) => {
      const from = joint(here);
      const to = joint(toggled(here, specimen));
      return from === to ? 0 : clip(to - from);
    },
    toggle: (specimen) => (here = toggled(here, specimen)),
  };
}
