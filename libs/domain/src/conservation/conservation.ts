/** One side of an equation: what is counted, and the source that counts it. */
interface EquationSide {
  readonly counts: string;
  readonly source: string;
}

interface Conservation {
  /** the law in its own words */
  readonly meaning: string;
  readonly left: EquationSide;
  readonly right: EquationSide;
  /** what the right side is a sum of, in the order in which it is read */
  readonly terms: readonly string[];
}

const setApart = ['void', 'quarantined', 'conflict'] as const;

/**
 * The equations of law 6. Each compares two sources that do not know one another: a sum over the rows that it
 * checks would agree with itself whatever was lost. Void, quarantined, conflicting, rerun, control, blind and
 * orphan tubes or wells are terms of their own on the right side.
 */
export const CONSERVATION = {
  'registered-are-members': {
    meaning: 'registered = members',
    left: { counts: 'people registered', source: 'the count each tube was sealed with' },
    right: { counts: 'members of tubes', source: 'member rows' },
    terms: ['members', ...setApart, 'orphan'],
  },
  'tablets-sealed-are-registered': {
    meaning: 'sealed = registered + refused + still on the tablets',
    left: { counts: 'tubes sealed', source: "tablets' own totals" },
    right: { counts: 'tubes registered when the tablet counted', source: 'tube rows by tablet' },
    terms: ['registered', 'refused', 'unsent'],
  },
  'acknowledged-are-registered': {
    meaning: 'acknowledged = registered',
    left: { counts: 'first receipts given to tablets', source: 'audit' },
    right: { counts: 'tubes registered', source: 'tube rows' },
    terms: ['registered', ...setApart],
  },
  'codes-are-tubes': {
    meaning: 'codes = tubes',
    left: { counts: 'tubes entered in the registry', source: 'registry of codes' },
    right: { counts: 'tubes under their code, or under their own id after a conflict', source: 'tube rows' },
    terms: ['coded', 'conflict'],
  },
  'tallied-are-covered': {
    meaning: 'people tallied = people covered',
    left: { counts: 'people covered, as officials see it', source: 'tallies by residence, folded or not' },
    right: { counts: 'people with a valid screening tube', source: 'coverage rows' },
    terms: ['covered'],
  },
  'sealed-are-boxed-or-loose': {
    meaning: 'sealed = boxed + loose',
    left: { counts: 'tubes sealed', source: 'tube rows' },
    right: { counts: 'tubes scanned into a box, or not yet', source: 'scans at hand-over and receipt' },
    terms: ['boxed', 'loose', ...setApart],
  },
  'handed-over-are-received-or-missing': {
    meaning: 'handed over = received + missing',
    left: { counts: 'tubes handed over', source: "the courier's typed count" },
    right: { counts: 'tubes scanned at receipt, missing, or on the way', source: 'scans of the box' },
    terms: ['received', 'rejected', 'missing', 'extra', 'on the way'],
  },
  'received-are-plated-waiting-or-rejected': {
    meaning: 'received = plated + waiting + rejected',
    left: { counts: 'tubes scanned at receipt', source: 'scans at receipt' },
    right: { counts: 'tubes plated, waiting or rejected', source: 'tube rows and plate layouts' },
    terms: ['plated', 'waiting', 'rejected', 'rerun', ...setApart, 'orphan'],
  },
  'plated-are-resulted-or-pending': {
    meaning: 'plated = resulted + pending',
    left: { counts: 'wells laid out', source: 'plate layouts' },
    right: { counts: 'wells resulted or pending', source: 'result rows, runs and tube rows' },
    terms: ['resulted', 'pending', 'rerun', 'control', 'blind', ...setApart],
  },
  'read-are-called': {
    meaning: 'read = called + not callable',
    left: { counts: 'wells with readings', source: 'readings of stored messages' },
    right: { counts: 'wells called, or not to be called', source: 'well calls, runs and plate layouts' },
    terms: ['called', 'held', 'run waiting', 'run rejected', 'control', 'blind', 'orphan'],
  },
  'pools-tallied-are-resulted': {
    meaning: 'pools tallied = pools resulted',
    left: {
      counts: 'screening pools, as the prevalence is estimated',
      source: 'tallies of pools, folded or not',
    },
    right: { counts: 'screening tubes resulted', source: 'result rows by tube, the latest version' },
    terms: ['positive', 'negative', 'inconclusive', 'invalid'],
  },
  'laboratories-pools-are-resulted': {
    meaning: 'pools tallied by laboratory = pools resulted there',
    left: {
      counts: 'screening pools, as laboratories are compared',
      source: 'tallies of pools by laboratory and kit, folded or not',
    },
    right: {
      counts: 'screening tubes resulted, by the plate of their run',
      source: 'result rows by tube, the latest version, their runs and plates',
    },
    terms: ['positive', 'negative', 'inconclusive', 'invalid'],
  },
  'resulted-are-reported-or-held': {
    meaning: 'resulted = reported + held',
    left: { counts: 'tubes resulted', source: 'result rows, the latest version' },
    right: { counts: 'tubes reported, held or on the way', source: 'reports, feeds, deliveries and outbox' },
    terms: ['reported', 'held', 'on the way', 'kept back', 'unaddressed', 'blind'],
  },
  'reported-are-receipted': {
    meaning: 'reported = receipted by every recipient',
    left: { counts: 'tubes reported', source: 'tube rows' },
    right: { counts: 'tubes that receipts count', source: 'receipts of the recipients' },
    terms: ['in feeds', 'singly'],
  },
} as const satisfies Record<string, Conservation>;

export type EquationName = keyof typeof CONSERVATION;
export const EQUATIONS = Object.keys(CONSERVATION) as EquationName[];
