import { BUILT_IN_DESIGNS, designHash, builtInDesign } from '#lis/domain';
import { describe, expect, it } from 'vitest';
import { findDesign } from '../designs/find-design.js';
import { examplesOf, memoryDesk } from '../spec-support/memory-desk.js';
import { DESIGN_HELP } from './design-help.js';
import { runDesign } from './run-design.js';

async function run(args: readonly string[], files: Record<string, string> = {}) {
  const { desk, told } = memoryDesk(files);
  return { status: await runDesign(args, desk), ...told };
}
const assay = ['--se', '0.95', '--sp', '0.99'];

it('the examples of the manual run', async () => {
  const examples = examplesOf(DESIGN_HELP, 'design');
  expect(examples).toHaveLength(5);
  for (const args of examples) expect([(await run(args)).status, ...args]).toEqual([0, ...args]);
});

it('every built-in design is listed', async () => {
  const { out } = await run(['list']);
  for (const id of Object.keys(BUILT_IN_DESIGNS)) expect(out).toContain(`${id} `);
});

it.each(['matrix', 'pairs'])('a design shown as %s is read again as the same matrix', async (format) => {
  const { out } = await run(['show', 'array-8x12', '--format', format]);
  const { desk } = memoryDesk({ 'm.csv': out });
  const { design } = findDesign('m.csv', desk);
  expect(designHash(design)).toBe(designHash(builtInDesign('array-8x12')));
});

it('a matrix with a line for each pool is the same design', () => {
  const { desk } = memoryDesk({ 'm.csv': 'pool,S1,S2,S3\nP1,1,1,0\nP2,0,1,1\n' });
  const found = findDesign('m.csv', desk);
  expect(found).toMatchObject({ poolNames: ['P1', 'P2'], specimenNames: ['S1', 'S2', 'S3'] });
  expect([...found.design.poolOf]).toEqual([0, 0, 1, 1]);
});

it.each([
  ['specimen,P1\nS1,2\n', /line 2, column 2: "2": expected 0 or 1/],
  ['specimen,P1,P2\nS1,1\n', /line 2: 2 cells under 3 headings/],
  ['specimen,P1,P2\nS1,0,0\n', /specimen S1 is in no pool/],
  ['specimen,P1,P1\nS1,1,0\n', /"P1" stands in the heading twice/],
  ['specimen,pool\nS1,A\nS1,A\n', /line 3: S1 in pool A stands there twice/],
  ['a,b\n1,2\n', /expected "specimen,P1,P2,…"/],
])('a matrix that is none is refused: %j', (text, message) => {
  const { desk } = memoryDesk({ 'm.csv': text });
  expect(() => findDesign('m.csv', desk)).toThrow(message);
});

describe('pipetting', () => {
  it('a list for a robot has a line for each place of the matrix', async () => {
    const { out } = await run(['pipetting', 'array-8x12', '--robot']);
    expect(out.trim().split(/\r?\n/)).toHaveLength(1 + 192);
  });
  it('a short tube refuses the whole list and is named', async () => {
    const files = { 'tubes.csv': 'code,microlitres\nT1,400\nT2,20\n' };
    const { status, remarks, out } = await run(
      ['pipetting', 'array-8x12', '--specimens', 'tubes.csv'],
      files,
    );
    expect([status, out]).toEqual([2, '']);
    expect(remarks[0]).toContain('pooling-volume-short {"codes":["T2"]}');
  });
});

describe('choose and compare', () => {
  it('choose: the cheapest admissible, the runner-up, and why cheaper ones are not', async () => {
    const { out } = await run([
      'choose',
      '--prevalence',
      '0.5%',
      '--low',
      '0.3%',
      '--high',
      '0.9%',
      ...assay,
      '--k',
      '48',
    ]);
    expect(out).toMatch(/^choice +stages-11:1: 0\.1513 tests a person/m);
    expect(out).toMatch(/^runner-up +triples-961x93/m);
    expect(out).toMatch(/^hyper-384x32-q2 .*too many misses/m);
  });
  it('choose: the interval follows from counted pools', async () => {
    const { out } = await run(['choose', '--positive', '12', '--pools', '300', '--size', '10', ...assay]);
    expect(out).toMatch(/^prevalence +0\.3\d* %, 95 % interval 0\.1\d* % to 0\.6\d* %/m);
  });
  it('compare: every prevalence, the cheapest first, and a chart', async () => {
    const { out, written } = await run([
      'compare',
      '--prevalence',
      '0.1%,5%',
      ...assay,
      '--format',
      'csv',
      '--svg',
      'c.svg',
    ]);
    const rows = out
      .trim()
      .split(/\r?\n/)
      .slice(1)
      .map((line) => line.split(','));
    for (const p of ['0.001', '0.05']) {
      const costs = rows.filter(([own]) => own === p).map((cells) => Number(cells[2]));
      expect(costs.length).toBeGreaterThan(8);
      expect(costs).toEqual(costs.toSorted((a, b) => a - b));
    }
    expect(written.get('c.svg')).toMatch(/^<svg [^]*hyper-96x16-q2[^]*<\/svg>\n$/);
  });
  it('dilution from own positives makes large pools miss more', async () => {
    const cts = `ct\n${Array.from({ length: 200 }, (_, i) => `${18 + (i % 20)}\n`).join('')}`;
    const sensitivity = async (args: string[]) => {
      const { out } = await run(['compare', '--prevalence', '1%', ...assay, '--format', 'csv', ...args], {
        'cts.csv': cts,
      });
      return Number(/hyper-384x32-q2,[\d.]+,[\d.]+,([\d.]+)/.exec(out)?.[1]);
    };
    expect(await sensitivity(['--cts', 'cts.csv', '--cutoff', '37'])).toBeLessThan(
      0.95 * (await sensitivity([])),
    );
  });
  it.each([
    [['choos'], /did you mean "choose"/],
    [['compare', ...assay], /--prevalence 0\.5%/],
    [['compare', '--prevalence', '0.5', '--se', '0.5', '--sp', '0.5'], /tells nothing/],
    [['choose', '--prevalence', '1%', '--low', '2%', ...assay], /do not rise/],
    [['choose', '--positive', '9', '--pools', '5', '--size', '10', ...assay], /--positive 9 of --pools 5/],
    [['show'], /one design, please/],
  ])('%j is refused', async (args, message) => {
    const { status, remarks } = await run(args);
    expect(status).toBe(2);
    expect(remarks.join('\n')).toMatch(message);
  });
});
