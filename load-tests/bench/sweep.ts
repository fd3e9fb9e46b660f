export async function runSweepBench(_: { people: number }): Promise<Record<string, unknown>> {
  throw new Error('x');
}
