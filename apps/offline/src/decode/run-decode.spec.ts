import { describe, expect, it } from 'vitest';
import { examplesOf, memoryDesk } from '../spec-support/memory-desk.js';
import { DECODE_HELP } from './decode-help.js';
import { runDecode } from './run-decode.js';

const KNOWN = ['--prevalence', '1%', '--se', '0.95', '--sp', '0.99'];
const array = ['--design', 'array-8x12', ...KNOWN];
const lines = (pools: number, positive: readonly number[]) =>
  Array.from(
    { length: pools },
    (_, i) => `${i + 1},${positive.includes(i + 1) ? 'positive' : 'negative'}\n`,
  ).join('');

async function run(args: readonly string[], files: Record<string, string | Buffer> = {}) {
  const { desk, told } = memoryDesk(files);
  const status = await runDecode(args, desk);
  return { status, ...told };
}
type Answer = {
  batches: {
    batch: string;
    notes: string[];
    alerts: string[];
    alternatives: { specimens: string[]; insteadOf: string[] }[];
    specimens: {
      specimen: string;
      call: string;
      posterior: number;
      negativePools: number;
      rule: string;
      ruleInWords: string;
    }[];
  }[];
};
async function decoded(args: readonly string[], files: Record<string, string | Buffer> = {}) {
  const { status, out, remarks } = await run([...args, '--format', 'json'], files);
  expect(remarks.join('\n') + status).toMatch(/0$/);
  return (JSON.parse(out) as Answer).batches;
}

describe('the examples of the manual', () => {
  it('all run', async () => {
    const examples = examplesOf(DECODE_HELP, 'decode');
    expect(examples).toHaveLength(5);
    for (const args of examples) expect([(await run(args)).status, ...args]).toEqual([0, ...args]);
  });
  it('P-BEST: the carriers are 72 and 142, pool 31 is left over, and the plain rule names both', async () => {
    const [careful = [], plain = []] = examplesOf(DECODE_HELP, 'decode');
    expect((await run(careful)).out).toMatch(/best +72 142\n[^]*leaves positive: 31\n/);
    expect((await run(plain)).out).toMatch(/positive +72 142 \(presumptive\)/);
    const [batch] = await decoded(plain);
    expect(batch?.alternatives[0]).toMatchObject({ insteadOf: ['72', '142'] });
    expect(batch?.alternatives[0]?.specimens).not.toEqual(['72', '142']);
  });
  it('a matrix of one’s own: 32 and 48 remain', async () => {
    const { out } = await run(examplesOf(DECODE_HELP, 'decode')[3] ?? []);
    expect(out).toContain('undecided  S32 S48\n');
  });
  it('two batches with codes, the second not full', async () => {
    const { out, remarks } = await run(examplesOf(DECODE_HELP, 'decode')[2] ?? []);
    expect(out.split('\n')).toHaveLength(1 + 96 + 40 + 1);
    expect(out).toMatch(/P-0701,T100035,ambiguous,tied,0\.97/);
    expect(remarks).toContain('batch P-0702: erased, it says so: 6');
  });
});

describe('Ct values: nothing, 0 and not detected are three things', () => {
  const given = [...array, '--cutoff', '37', '-'];
  it('a blank is erased and said so, a decimal comma is read where it separates nothing', async () => {
    const [batch] = await decoded(given, { '-': 'pool;ct\n1;27,5\n2;Undetermined\n3;\n' });
    expect(batch?.notes).toContain('erased, no Ct: 3');
    expect(batch?.notes[0]).toMatch(/^17 of 20 pools have no line and are erased: 4, 5,/);
    // row 1 positive, row 2 negative, row 3 erased
    expect(batch?.specimens.slice(0, 3).map(({ negativePools }) => negativePools)).toEqual([0, 1, 0]);
    expect((batch?.specimens[0]?.posterior ?? 0) > (batch?.specimens[2]?.posterior ?? 1)).toBe(true);
  });
  it('0 is refused until it is said what this file means by it', async () => {
    const file = { '-': 'pool,ct\n1,0\n' };
    const refused = await run(given, file);
    expect(refused.status).toBe(2);
    expect(refused.remarks[0]).toContain(
      'no Ct is 0; if this file writes it for "not detected", say --undetected 0',
    );
    const [batch] = await decoded([...given, '--undetected', '0'], file);
    expect(batch?.specimens[0]?.negativePools).toBe(1);
  });
  it('near the cut-off a pool is neither a valid negative nor a valid positive, unless told', async () => {
    const file = { '-': `pool,ct\n1,38\n` };
    const [grey] = await decoded(given, file);
    expect(grey?.notes).toContain('near the cut-off, no valid negative and no valid positive: 1');
    expect(grey?.specimens[0]?.negativePools).toBe(0);
    const [plain] = await decoded([...given, '--grey', '0'], file);
    expect(plain?.specimens[0]?.negativePools).toBe(1);
  });
});

describe('what is refused, and how it is said', () => {
  it.each([
    [
      'an unknown design',
      ['--design', 'aray-8x12', ...KNOWN, '-'],
      '',
      /did you mean "array-8x12"\?\)\.\nDesigns: array-8x12, /,
    ],
    [
      'an unknown option',
      [...array, '--prevalance', '1%', '-'],
      '',
      /no option --prevalance \(did you mean "prevalence"\?\)/,
    ],
    [
      'an unknown pool',
      [...array, '-'],
      'pool,outcome\n21,negative\n',
      /line 2, column 1 \(pool\): "21": expected a pool of array-8x12: 1 … 20/,
    ],
    [
      'a pool twice',
      [...array, '-'],
      'pool,outcome\n1,negative\n1,positive\n',
      /line 3, column 1 \(pool\): "1": pool 1 stands in line 2 already/,
    ],
    [
      'a word that is none',
      [...array, '-'],
      '# remark\npool,outcome\n1,negativ\n',
      /line 3, column 2 \(outcome\): "negativ": expected negative, positive/,
    ],
    [
      'a column that is none',
      [...array, '-'],
      'pool,outcom\n1,negative\n',
      /line 1, column 2: no column is called "outcom" \(did you mean "outcome"\?\)/,
    ],
    [
      'no column of pools',
      [...array, '-'],
      'pol,outcome\n1,negative\n',
      /neither a CSV[^]*did you mean "pool"\?/,
    ],
    [
      'a decimal comma',
      [...array, '--cutoff', '37', '-'],
      'pool,ct\n1,27,5\n',
      /line 2: 3 cells under 2 headings/,
    ],
    ['Ct without cut-off', [...array, '-'], 'pool,ct\n1,27\n', /--cutoff CT/],
    [
      'Ct against outcome',
      [...array, '--cutoff', '37', '-'],
      'pool,ct,outcome\n1,38,positive\n',
      /its Ct "38" is negative by the cut-off 37/,
    ],
    [
      'no prevalence',
      ['--design', 'array-8x12', '--se', '.9', '--sp', '.9', '-'],
      'pool,outcome\n1,negative\n',
      /--prevalence 0\.5%/,
    ],
    [
      'no Se',
      ['--design', 'array-8x12', '--prevalence', '1%', '-'],
      'pool,outcome\n1,negative\n',
      /--se 0\.95/,
    ],
    [
      'a prevalence that is none',
      ['--design', 'array-8x12', '--prevalence', '101%', '-'],
      '',
      /--prevalence 101%: expected a share/,
    ],
    ['a master pool that is none', [...array, '-'], 'pool,outcome\nmaster,negative\n', /array-8x12 has none/],
    ['an empty file', [...array, '-'], '', /standard input/],
    ['a file that is not there', [...array, 'x.csv'], '', /x\.csv: there is no such file/],
  ] as const)('%s', async (_name, args, file, message) => {
    const { status, remarks, out } = await run(args, { '-': file });
    expect(status).toBe(2);
    expect(remarks.join('\n')).toMatch(message);
    expect(out).toBe('');
  });
});

describe('what is known before', () => {
  const file = { '-': `pool,outcome\n${lines(20, [3, 13])}` };
  it('a prior of one specimen, by its code', async () => {
    const files = {
      ...file,
      'codes.csv': `code\n${Array.from({ length: 96 }, (_, i) => `T${i + 1}\n`).join('')}`,
      'priors.csv': 'specimen,prior\nT35,20%\n',
    };
    const [plain] = await decoded([...array, '-'], files);
    const [risen] = await decoded(
      [...array, '--specimens', 'codes.csv', '--priors', 'priors.csv', '-'],
      files,
    );
    expect(risen?.specimens[34]?.specimen).toBe('T35');
    expect(risen?.specimens[34]?.posterior).toBeGreaterThan(plain?.specimens[34]?.posterior ?? 1);
    const wrong = await run([...array, '--priors', 'priors.csv', '-'], files);
    expect(wrong.remarks[0]).toMatch(
      /priors\.csv, line 2, column 1 \(specimen\): "T35": expected a specimen of this batch: 1 … 96/,
    );
  });
  it('tests of single pools: a column that errs more excludes less', async () => {
    const tests = `pool,se,sp\n14,0.6,0.99\n`;
    const [plain] = await decoded([...array, '-'], file);
    const [weak] = await decoded([...array, '--tests', 'tests.csv', '-'], { ...file, 'tests.csv': tests });
    // specimen 41 is in row 1 and in column 6, which is pool 14
    expect(weak?.specimens[40]?.posterior).toBeGreaterThan(5 * (plain?.specimens[40]?.posterior ?? 1));
  });
  it('a negative master pool alone makes all negative; its outcome is asked for otherwise', async () => {
    const design = ['--design', 'array-8x12-master', ...KNOWN];
    const [alone] = await decoded([...design, '-'], { '-': 'pool,outcome\nmaster,negative\n' });
    expect(new Set(alone?.specimens.map(({ call, ruleInWords }) => `${call}: ${ruleInWords}`))).toEqual(
      new Set(['negative: the master pool is negative']),
    );
    const [without] = await decoded([...design, '-'], file);
    expect(without?.notes[0]).toBe('no outcome of the master pool: decoded without it');
    const [given] = await decoded([...design, '--master', 'positive', '-'], file);
    expect(given?.notes.join()).not.toContain('master');
  });
});

it('the limit of misses is held against the mean where that is said: more are negative, and the rule says so', async () => {
  const file = { '-': `pool,outcome\n${lines(20, [3, 13])}` };
  const negatives = async (args: string[]) => {
    const [batch] = await decoded([...array, '--misses', '5', ...args, '-'], file);
    return batch?.specimens.filter(({ call }) => call === 'negative') ?? [];
  };
  const [each, mean] = [await negatives([]), await negatives(['--misses-mean'])];
  expect(each.length).toBeGreaterThan(0);
  expect(mean.length).toBeGreaterThanOrEqual(each.length);
  expect(mean[0]?.ruleInWords).toContain('; mean posterior <= 5/100000');
});

describe('an instrument’s export', () => {
  const well = (name: string, sample: string, ct: string, task = 'UNKNOWN') =>
    ['1', name, sample, 'N', task, 'FAM', ct].join('\t').replace(/^1/, '');
  const head =
    '* Instrument Type = QuantStudio(TM) 7 Flex System\n\n[Results]\nWell\tWell Position\tSample Name\tTarget Name\tTask\tReporter\tCT\n';
  const none = 'Undetermined';
  const rows = ['A1', 'B1', 'C1', 'D1', 'E1', 'F1', 'G1', 'H1', 'A2'];
  const text = (cts: readonly string[], more: readonly string[] = []) =>
    head + [...rows.map((name, i) => well(name, `P${i + 1}`, cts[i] ?? none)), ...more].join('\n');
  const cube = ['--design', 'hypercube-3^3', ...KNOWN, '--cutoff', '37', 'run.txt'];

  it('wells are the pools of the design’s own layout; an empty cell is erased', async () => {
    // slices 1, 4 and 7: specimen 1
    const [batch] = await decoded(cube, { 'run.txt': text(['25', none, none, '26', '', none, '24.5']) });
    expect(batch?.notes).toContain('erased, no Ct: 5');
    expect(batch?.specimens[0]?.posterior).toBeGreaterThan(0.9);
  });
  it('a control that is positive is an alert; a well that is no pool is refused or listed', async () => {
    const control = well('A12', 'NC', '30', 'NTC');
    const [batch] = await decoded(cube, { 'run.txt': text([], [control]) });
    expect(batch?.alerts).toContain('failed-control');
    const other = { 'run.txt': text([], [well('B2', 'X', '30')]), 'wells.csv': 'well,pool\nB2,1\nA1,2\n' };
    expect((await run(cube, other)).remarks[0]).toMatch(/well B2 \(X\) is no pool of hypercube-3\^3/);
    const [listed] = await decoded([...cube, '--pools', 'wells.csv'], other);
    expect(listed?.specimens[0]?.negativePools).toBe(0);
    expect(listed?.specimens[9]?.negativePools).toBe(1);
  });
});
