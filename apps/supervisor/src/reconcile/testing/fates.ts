import type { BuiltTube } from '#lis/testing';

/** A tube of each fate, named by it. */
export const fates = [
  'negative-1', 'negative-2', 'negative-3', 'positive', 'corrected', 'on-the-way', 'unsent', 'kept-back', 'held',
  'pending-1', 'pending-2', 'waiting', 'rerun', 'rejected', 'travelling', 'lost', 'loose', 'void', 'conflict',
] as const; // prettier-ignore
export type Fate = (typeof fates)[number];
export type Tubes = Record<Fate, BuiltTube>;

export const stateOf: Record<Fate, string> = {
  'negative-1': 'released',
  'negative-2': 'released',
  'negative-3': 'released',
  positive: 'released',
  corrected: 'released',
  'on-the-way': 'released',
  unsent: 'released',
  'kept-back': 'released',
  held: 'resulted',
  'pending-1': 'plated',
  'pending-2': 'plated',
  waiting: 'received',
  rerun: 'received',
  rejected: 'rejected',
  travelling: 'handed-over',
  lost: 'handed-over',
  loose: 'sealed',
  void: 'void',
  conflict: 'quarantined',
};
