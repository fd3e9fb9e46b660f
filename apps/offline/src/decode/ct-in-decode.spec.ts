import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { examplesOf, memoryDesk } from '../spec-support/memory-desk.js';
import { DECODE_HELP } from './decode-help.js';
import { runDecode } from './run-decode.js';

const KNOWN = ['--prevalence', '1%', '--se', '0.95', '--sp', '0.99', '--cutoff', '37'];
const CT = ['--ct-sigma', '0.7', '--ct-loads', '26,4'];
const cube = ['--design', 'hypercube-3^3', ...KNOWN];

async function run(args: readonly string[], text = '', more: Record<string, string> = {}) {
  const { desk, told } = memoryDesk({ '-': text, ...more });
  const status = await runDecode(args, desk);
  return { status, ...told };
}
type Batch = {
  alerts: string[];
  best: string[];
  notes: string[];
  ct: {
    model: { shift: number[] | number; efficiency: number };
    weighedShare: number;
    inconsistentPools: string[];
    mismatchedPools: string[];
  } | null;
  specimens: {
    specimen: string;
    call: string;
    posterior: number;
    ct: { posteriorWithout: number; own: number | null } | null;
  }[];
};
async function decoded(
  args: readonly string[],
  text: string,
  more: Record<string, string> = {},
): Promise<Batch> {
  const { status, out, remarks } = await run([...args, '--format', 'json', '-'], text, more);
  expect([status, ...remarks.filter((line) => status === 2 || line === '')]).toEqual([0]);
  const [batch] = (JSON.parse(out) as { batches: Batch[] }).batches;
  return batch!;
}
const csv = (rows: readonly (readonly (string | number)[])[], heading = 'pool,ct') =>
  [heading, ...rows.map((row) => row.join(','))].join('\n');
/** specimens 1 and 14 of the cube: slices 1, 4, 7 and 2, 5, 8; or 2 and 13, or six others: outcomes do not tell */
const strong = '24.1';
const weak = '33.2';
const PAIRS = csv(
  [1, 4, 7, 2, 5, 8, 3, 6, 9].map((pool, at) => [pool, at < 3 ? strong : at < 6 ? weak : 'Undetermined']),
);

describe('Ct values weigh explanations', () => {
  it('tells apart what outcomes cannot, and gives both chances and the own Ct', async () => {
    const plain = await decoded(cube, PAIRS);
    const weighed = await decoded([...cube, ...CT], PAIRS);
    expect(plain.ct).toBeNull();
    expect(plain.specimens[0]).toMatchObject({ ct: null });
    expect(plain.specimens[0]!.posterior).toBeLessThan(0.5);
    expect(weighed.best).toEqual(['1', '14']);
    expect(weighed.specimens[0]!.posterior).toBeGreaterThan(0.98);
    expect(weighed.alerts).toEqual([]);
    expect(weighed.ct!.weighedShare).toBeGreaterThan(0.9);
    weighed.specimens.forEach(({ ct }, i) =>
      expect(ct!.posteriorWithout).toBe(plain.specimens[i]!.posterior),
    );
    // pools of nine: ln 9 / ln 1.95 cycles later than the specimen by itself
    expect(weighed.ct!.model.shift).toEqual(Array(9).fill(Math.log(9) / Math.log(1.95)));
    expect(weighed.specimens[0]!.ct!.own).toBeCloseTo(24.1 - 3.29, 0);
    expect(weighed.specimens[13]!.ct!.own).toBeCloseTo(33.2 - 3.29, 0);
    expect(weighed.specimens[1]!.ct!.own).toBeNull();
  });
  it('efficiency from the slope, and a shift of one’s own', async () => {
    const own = [...CT, '--ct-slope=-3.6', '--ct-shift', '1.5'];
    const { ct, specimens } = await decoded([...cube, ...own], PAIRS);
    expect(ct!.model.efficiency).toBeCloseTo(0.8957, 4);
    expect(ct!.model.shift).toBe(1.5);
    expect(specimens[0]!.ct!.own).toBeCloseTo(22.6, 0);
    const unsigned = await decoded([...cube, ...CT, '--ct-slope', '3.6', '--ct-shift', '1.5'], PAIRS);
    expect(unsigned.ct!.model).toEqual(ct!.model);
  });
  it('the table and the CSV show them too', async () => {
    const table = await run([...cube, ...CT, '-'], PAIRS);
    expect(table.out).toMatch(/^specimen +call +reason +posterior +without Ct +own Ct +neg\/valid +rule$/m);
    expect(table.out).toMatch(/^14 +ambiguous .* 29\.9 /m);
    expect((await run([...cube, '-'], PAIRS)).out).not.toContain('own Ct');
    const { out } = await run([...cube, ...CT, '--format', 'csv', '-'], PAIRS);
    const [heading = '', first = ''] = out.split('\r\n');
    expect(heading.endsWith(',posterior_without_ct,own_ct')).toBe(true);
    expect(Number(first.split(',').at(-1))).toBeCloseTo(20.8, 0);
  });
  it('the example of the manual gives the carriers their Ct', async () => {
    const [, , , , example = []] = examplesOf(DECODE_HELP, 'decode');
    const { out } = await run(example);
    expect(out).toMatch(/^positive +72 142 /m);
    expect(out).toMatch(/^72 .* 27\.1 /m);
    expect(out).toMatch(/^142 .* 24\.6 /m);
  });
  it('codes of a batch that is not full: pools are thinned by whom they hold', async () => {
    const codes = { 'codes.csv': csv([['a'], ['b']], 'code') };
    const { ct } = await decoded(
      [...cube, ...CT, '--specimens', 'codes.csv'],
      csv([
        [1, 30],
        [4, 30],
      ]),
      codes,
    );
    // both are in slices 1 and 4
    expect((ct!.model.shift as number[]).slice(0, 6).map((shift) => Math.round(shift * 10))).toEqual([
      10, 0, 0, 10, 0, 0,
    ]);
  });
});

describe('what does not fit is told', () => {
  it('a pool whose Ct is far from those of its sole explainer', async () => {
    const pools = csv(
      [1, 4, 7, 2, 5, 8, 3, 6, 9].map((pool, at) => [
        pool,
        at === 0 ? '22.0' : at < 3 ? '30.1' : 'Undetermined',
      ]),
    );
    const batch = await decoded([...cube, ...CT], pools);
    expect(batch.alerts).toContain('inconsistent-ct');
    expect(batch.ct!.inconsistentPools).toContain('1');
    expect(batch.notes.join('\n')).toMatch(/contamination, or a swap\?\): 1/);
    const lax = await decoded([...cube, ...CT, '--ct-apart', '20'], pools);
    expect(lax.alerts).not.toContain('inconsistent-ct');
  });
  it('an outcome that its Ct contradicts, and one without a Ct, count for nobody', async () => {
    const rows = csv(
      [
        ['1', '24', 'negative'],
        ['2', '', 'negative'],
        ['3', 'Undetermined', 'negative'],
      ],
      'pool,ct,outcome',
    );
    const batch = await decoded([...cube, ...CT], rows);
    expect(batch.alerts).toContain('mismatched-ct');
    expect(batch.ct!.mismatchedPools).toEqual(['1', '2']);
    expect(batch.notes.join('\n')).toMatch(/a blank is not measured\): 1, 2$/m);
  });
  it('not detected, 0, a blank and a failed control are four things', async () => {
    const rows = csv(
      [
        [1, 'Undetermined', 'ok'],
        [2, '', 'ok'],
        [3, '25', 'failed'],
        [4, '0', 'ok'],
      ],
      'pool,ct,control',
    );
    expect((await run([...cube, ...CT, '-'], rows)).remarks[0]).toMatch(
      /line 5, column 2 \(ct\): "0": no Ct is 0; if this file/,
    );
    const { notes, alerts } = await decoded([...cube, ...CT, '--undetected', '0'], rows);
    expect(notes).toContain('erased, no Ct: 2');
    expect(notes).toContain('erased, its control failed: 3');
    expect(alerts).toEqual([]);
  });
});

it('Ct alone makes nobody negative: the limit is held against both chances', async () => {
  const [, , , , example = []] = examplesOf(DECODE_HELP, 'decode');
  const args = [...example.slice(0, -1), '--tolerate', '1', '--misses', '50', '--format', 'json'];
  const { out } = await run([...args, example.at(-1)!]);
  const [batch] = (JSON.parse(out) as { batches: Batch[] }).batches;
  // two negative pools, enough for e = 1
  const { call, posterior, ct } = batch!.specimens[13]!;
  expect(posterior).toBeLessThan(50e-5);
  expect(ct!.posteriorWithout).toBeGreaterThan(50e-5);
  expect(call).toBe('ambiguous');
});

it('a negative with Ct is a negative without, whatever the values', { timeout: 60_000 }, async () => {
  const cell = fc.oneof(
    fc.constantFrom('', 'Undetermined', 'Undetermined', 'Undetermined', '36.9', '37.1', '39'),
    fc.double({ min: 12, max: 44, noNaN: true }).map((ct) => ct.toFixed(2)),
  );
  const row = fc.record({ ct: cell, control: fc.constantFrom('ok', 'ok', 'ok', 'failed') });
  let negatives = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(row, { minLength: 9, maxLength: 9 }), async (rows) => {
      const text = csv(
        rows.map(({ ct, control }, at) => [at + 1, ct, control]),
        'pool,ct,control',
      );
      const misses = ['--misses', '100'];
      const plain = await decoded([...cube, ...misses], text);
      const weighed = await decoded([...cube, ...misses, ...CT], text);
      weighed.specimens.forEach(({ call }, i) => {
        if (call !== 'negative') return;
        negatives += 1;
        expect(plain.specimens[i]!.call).toBe('negative');
      });
    }),
    { numRuns: 300, seed: 11 },
  );
  expect(negatives).toBeGreaterThan(800);
});

describe('an instrument’s export', () => {
  const wells = ['A1', 'B1', 'C1', 'D1', 'E1', 'F1', 'G1', 'H1', 'A2'];
  const text = (cts: readonly string[]) =>
    '* Instrument Type = QuantStudio(TM) 7 Flex System\n\n[Results]\nWell\tWell Position\tSample Name\tTarget Name\tTask\tReporter\tCT\n' +
    wells
      .map((well, at) =>
        ['', well, `P${at + 1}`, 'N', 'UNKNOWN', 'FAM', cts[at] ?? 'Undetermined'].join('\t'),
      )
      .join('\n');
  it('its Ct are weighed as those of a CSV are', async () => {
    const cts = [strong, weak, 'Undetermined', strong, weak, 'Undetermined', strong, weak];
    const fromExport = await decoded([...cube, ...CT], text(cts));
    const fromCsv = await decoded([...cube, ...CT], PAIRS);
    expect(fromExport.specimens).toEqual(fromCsv.specimens);
  });
});

describe('what is refused, and how it is said', () => {
  it.each([
    [
      'half of a model',
      ['--ct-sigma', '0.7'],
      /--ct-sigma weighs Ct values, which needs --ct-sigma CYCLES .* and --ct-loads MEAN,DEVIATION/,
    ],
    ['a shift alone', ['--ct-shift', '5'], /--ct-shift weighs Ct values/],
    ['a misspelt option', ['--ct-sgma', '0.7'], /no option --ct-sgma \(did you mean "ct-sigma"\?\)/],
    [
      'a decimal comma',
      ['--ct-sigma', '0,7', '--ct-loads', '26,4'],
      /--ct-sigma 0,7: expected cycles, 0\.01 … 5 \(a decimal point, no comma: 0\.5\)/,
    ],
    [
      'loads without a spread',
      ['--ct-sigma', '0.7', '--ct-loads', '26'],
      /--ct-loads 26: expected mean and standard deviation .* \(26,4\)/,
    ],
    [
      'loads the wrong way round',
      ['--ct-sigma', '0.7', '--ct-loads', '4,26'],
      /--ct-loads 4,26: expected mean/,
    ],
    [
      'an efficiency that is none',
      [...CT, '--ct-efficiency', '1.95'],
      /--ct-efficiency 1\.95: expected 0\.5 … 1 \(0\.95 or 95%\)/,
    ],
    [
      'a slope that is none',
      [...CT, '--ct-slope', '2.9'],
      /--ct-slope 2\.9: expected cycles for a tenfold concentration/,
    ],
    ['both', [...CT, '--ct-slope', '3.4', '--ct-efficiency', '0.95'], /which one\?/],
    [
      'shifts of some pools',
      [...CT, '--ct-shift', '3,3'],
      /--ct-shift: 2 values; expected 1, or 9 for hypercube-3\^3/,
    ],
    ['no chances to weigh', [...CT, '--method', 'combinatorial'], /--method combinatorial has no chances/],
  ] as const)('%s', async (_name, args, message) => {
    const { status, remarks, out } = await run([...cube, ...args, '-'], PAIRS);
    expect([status, out]).toEqual([2, '']);
    expect(remarks.join('\n')).toMatch(message);
  });
  it('no cut-off, and nothing to weigh', async () => {
    const known = cube.slice(0, -2);
    expect((await run([...known, ...CT, '-'], PAIRS)).remarks[0]).toMatch(
      /weighed beside a cut-off: --cutoff CT/,
    );
    const outcomes = await run([...cube, ...CT, '-'], csv([[1, 'negative']], 'pool,outcome'));
    expect(outcomes.remarks[0]).toMatch(/line 2, .*there is no column "ct" to weigh \(--ct-sigma\)/);
  });
});
