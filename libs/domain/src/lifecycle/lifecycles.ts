import type { Lifecycle } from './lifecycle.js';

export type TubeState =
  | 'sealed'
  | 'boxed'
  | 'handed-over'
  | 'received'
  | 'rejected'
  | 'plated'
  | 'resulted'
  | 'released'
  | 'void'
  | 'quarantined';

/**
 * A tube. It may be received from any state before, because a tablet's box may sync after the courier arrived.
 * From `plated` it goes back to `received` when its run is rejected, from `resulted` to `plated` for a rerun, from
 * `released` to `resulted` when a correction reopens it. Rejected and void tubes are re-collected as new tubes.
 */
export const TUBE_LIFECYCLE: Lifecycle<TubeState> = {
  name: 'tube',
  initial: 'sealed',
  moves: {
    sealed: ['boxed', 'handed-over', 'received', 'rejected', 'void', 'quarantined'],
    boxed: ['sealed', 'handed-over', 'received', 'rejected', 'void', 'quarantined'],
    'handed-over': ['received', 'rejected', 'void', 'quarantined'],
    received: ['plated', 'rejected', 'void', 'quarantined'],
    plated: ['received', 'resulted', 'rejected', 'quarantined'],
    resulted: ['plated', 'released', 'quarantined'],
    released: ['resulted'],
    quarantined: ['sealed', 'boxed', 'handed-over', 'received', 'plated', 'resulted', 'rejected', 'void'],
    rejected: [],
    void: [],
  },
  terminal: ['rejected', 'void'],
};

export type BoxState = 'open' | 'closed' | 'handed-over' | 'missing' | 'received' | 'counted';

/** A box: `counted` when each tube that it was handed over with is received, rejected or named missing. */
export const BOX_LIFECYCLE: Lifecycle<BoxState> = {
  name: 'box',
  initial: 'open',
  moves: {
    open: ['closed'],
    closed: ['open', 'handed-over'],
    'handed-over': ['received', 'missing'],
    missing: ['received'],
    received: ['counted'],
    counted: [],
  },
  terminal: ['counted'],
};

export type PlateState = 'laid-out' | 'listed' | 'running' | 'read' | 'discarded';

/** A plate: `listed` when its worklist was given to the analyser, `read` when all its wells have readings. */
export const PLATE_LIFECYCLE: Lifecycle<PlateState> = {
  name: 'plate',
  initial: 'laid-out',
  moves: {
    'laid-out': ['listed', 'discarded'],
    // An analyser without a start message shows that it ran only by its first reading or its last.
    listed: ['running', 'read', 'discarded'],
    running: ['read', 'discarded'],
    read: [],
    discarded: [],
  },
  terminal: ['read', 'discarded'],
};

export type RunState = 'waiting' | 'accepted' | 'rejected';

/** A run. A corrected reading of a control may reject it afterwards; a rejected run is repeated, never revived. */
export const RUN_LIFECYCLE: Lifecycle<RunState> = {
  name: 'run',
  initial: 'waiting',
  moves: { waiting: ['accepted', 'rejected'], accepted: ['rejected'], rejected: [] },
  terminal: ['rejected'],
};

export type ResultState = 'made' | 'held' | 'released' | 'corrected';

/** One version of a result; a correction ends it and adds the next version (law 5). */
export const RESULT_LIFECYCLE: Lifecycle<ResultState> = {
  name: 'result',
  initial: 'made',
  moves: {
    made: ['held', 'released', 'corrected'],
    held: ['released', 'corrected'],
    released: ['corrected'],
    corrected: [],
  },
  terminal: ['corrected'],
};

export type CaseStepState = 'waiting' | 'open' | 'escalated' | 'done' | 'not-needed';

/** A step of a case: `waiting` until its clock starts, `not-needed` after a side exit of the loop. */
export const CASE_STEP_LIFECYCLE: Lifecycle<CaseStepState> = {
  name: 'case-step',
  initial: 'waiting',
  moves: {
    waiting: ['open', 'not-needed'],
    open: ['escalated', 'done', 'not-needed'],
    escalated: ['done', 'not-needed'],
    done: [],
    'not-needed': [],
  },
  terminal: ['done', 'not-needed'],
};
