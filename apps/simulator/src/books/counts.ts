/** The sender's and the recipient's side of conservation (law 6), as the simulator counted while it worked. */
export type Counts = {
  sealedTubes: number;
  sealedMembers: number;
  boxes: number;
  boxedTubes: number;
  plates: number;
  runs: number;
  rejectedRuns: number;
  wellsSent: number;
  readingsSent: number;
  messagesSent: number;
  batchesSentTwice: number;
  messagesSentTwice: number;
  answersLost: number;
  lookUps: number;
};

export const noCounts = (): Counts => ({
  sealedTubes: 0,
  sealedMembers: 0,
  boxes: 0,
  boxedTubes: 0,
  plates: 0,
  runs: 0,
  rejectedRuns: 0,
  wellsSent: 0,
  readingsSent: 0,
  messagesSent: 0,
  batchesSentTwice: 0,
  messagesSentTwice: 0,
  answersLost: 0,
  lookUps: 0,
});

/** What each tablet has sealed, and what was acknowledged to it. */
export type DeviceTotals = { tubes: Uint32Array; members: Uint32Array };
