/** The cores found: cost, chosen specimens and those excluded by a branch of each, one after the other. */
export type Cores = {
  count: number;
  readonly cost: Float64Array;
  readonly start: Int32Array;
  readonly split: Int32Array;
  readonly items: Int32Array;
  used: number;
};

/** Limits of one search, shared by its components. `work`, finite, counts specimens looked at: equal inputs stop at equal places. */
export type Budget = { work: number; readonly late: () => boolean; spent: 'no' | 'work' | 'time' };

/** The clock is read after this much work, a fraction of a millisecond. */
const GLANCE = 4096;

/** Pays for work; @returns false when the budget is spent. */
export function pay(budget: Budget, work: number): boolean {
  if (budget.spent !== 'no') return false;
  const before = Math.floor(budget.work / GLANCE);
  budget.work -= work;
  if (budget.work <= 0) budget.spent = 'work';
  else if (Math.floor(budget.work / GLANCE) !== before && budget.late()) budget.spent = 'time';
  return budget.spent === 'no';
}

const CORES = 1 << 15;
const ITEMS = 1 << 20;

export function makeCores(): Cores {
  return {
    count: 0,
    cost: new Float64Array(CORES),
    start: new Int32Array(CORES + 1),
    split: new Int32Array(CORES),
    items: new Int32Array(ITEMS),
    used: 0,
  };
}

/** Appends a core; @returns false when there is no room for it. */
export function keepCore(
  cores: Cores,
  cost: number,
  chosen: Int32Array,
  chosenCount: number,
  banned: Int32Array,
  bannedCount: number,
): boolean {
  const { count, items } = cores;
  if (count >= CORES || cores.used + chosenCount + bannedCount > ITEMS) return false;
  cores.cost[count] = cost;
  cores.start[count] = cores.used;
  for (let k = 0; k < chosenCount; k += 1) items[cores.used + k] = chosen[k]!;
  cores.used += chosenCount;
  cores.split[count] = cores.used;
  for (let k = 0; k < bannedCount; k += 1) items[cores.used + k] = banned[k]!;
  cores.used += bannedCount;
  cores.count = count + 1;
  cores.start[count + 1] = cores.used;
  return true;
}
