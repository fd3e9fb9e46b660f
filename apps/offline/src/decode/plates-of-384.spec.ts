import { builtInDesign, poolLayout, poolsOf, wellsOf } from '#lis/domain';
import { describe, expect, it } from 'vitest';
import { memoryDesk } from '../spec-support/memory-desk.js';
import { runDecode } from './run-decode.js';

const design = builtInDesign('rs-384x48');
const given = [
  '--design',
  'rs-384x48',
  '--prevalence',
  '0.5%',
  '--se',
  '0.95',
  '--sp',
  '0.99',
  '--cutoff',
  '37',
];
const numbers = new Map<string, number>();
for (let row = 0; row < 16; row += 1)
  for (let column = 0; column < 24; column += 1)
    numbers.set(`${String.fromCodePoint(65 + row)}${column + 1}`, row * 24 + column + 1);
const cts = (carrier: number) => (pool: number) =>
  poolsOf(design, carrier).includes(pool) ? '28.5' : 'Undetermined';

/** A QuantStudio's export of a block of 384. */
const exportOf = (wells: readonly (readonly [well: string, sample: string, ct: string])[]) =>
  `* Block Type = 384-Well Block\n* Instrument Type = QuantStudio(TM) 7 Flex System\n\n[Results]\nWell\tWell Position\tSample Name\tTarget Name\tTask\tReporter\tCT\n${wells
    .map(([well, sample, ct]) => [numbers.get(well), well, sample, 'N', 'UNKNOWN', 'FAM', ct].join('\t'))
    .join('\n')}`;
async function run(args: readonly string[], files: Record<string, string>) {
  const { desk, told } = memoryDesk(files);
  const status = await runDecode(args, desk);
  return { status, ...told };
}

describe('an export of 384 wells', () => {
  const layout = poolLayout(design, 384, 384).targets.map((place) => place!.well);
  const whole = exportOf(layout.map((well, pool) => [well, `P${pool + 1}`, cts(41)(pool)]));
  it('its wells are the pools of the design’s own layout of such a plate', async () => {
    expect(layout.slice(0, 17)).toEqual(wellsOf(384).slice(0, 17));
    const { status, out, remarks } = await run([...given, 'run.txt'], { 'run.txt': whole });
    expect(remarks).toEqual(['run.txt: read as a plate of 384 wells']);
    expect(status).toBe(0);
    expect(out).toMatch(/^best +42$/m);
    // nothing is erased: all 48 pools were found
    expect(out).toMatch(/^42 .* 0\/6 /m);
  });
  it('or those of a list', async () => {
    const wells = wellsOf(384).slice(200, 248);
    const files = {
      'run.txt': exportOf(wells.map((well, pool) => [well, `P${pool + 1}`, cts(300)(pool)])),
      'wells.csv': ['well,pool', ...wells.map((well, pool) => `${well},${pool + 1}`)].join('\n'),
    };
    expect((await run([...given, 'run.txt'], files)).remarks[0]).toMatch(
      /is no pool of rs-384x48, whose pools fill the plate of 384/,
    );
    expect((await run([...given, '--pools', 'wells.csv', 'run.txt'], files)).out).toMatch(/^best +301$/m);
    const beyond = { ...files, 'wells.csv': 'well,pool\nQ1,1' };
    expect((await run([...given, '--pools', 'wells.csv', 'run.txt'], beyond)).remarks[0]).toMatch(
      /"Q1": expected A1 … P24/,
    );
  });
  it('more pools than a plate of 96 holds fit one of 384', async () => {
    const dorfman = ['--design', 'dorfman-300-by-3', ...given.slice(2)];
    const wells = wellsOf(384).filter((well) => well !== 'A24' && well !== 'P24');
    const file = exportOf(
      wells.slice(0, 100).map((well, pool) => [well, `P${pool + 1}`, pool === 98 ? '25' : 'Undetermined']),
    );
    const { out, status } = await run([...dorfman, 'run.txt'], { 'run.txt': file });
    expect(status).toBe(0);
    expect(out).toMatch(/^undecided +295 296 297$/m);
  });
  it('is refused where 96 are said, and a file that shows neither is one of 96 unless 384 are said', async () => {
    expect((await run([...given, '--plate', '96', 'run.txt'], { 'run.txt': whole })).remarks[0]).toMatch(
      /plate-not-96 "384-Well Block"/,
    );
    expect((await run([...given, '--plate', '385', 'run.txt'], { 'run.txt': whole })).remarks[0]).toMatch(
      /--plate 385: expected 96, 384/,
    );
    const silent = `Experiment: a  Selected Filter: FAM (465-510)\nInclude\tColor\tPos\tName\tCp\nTrue\t255\tB2\tX\t25\n`;
    const cube = ['--design', 'hypercube-3^4', ...given.slice(2), '--format', 'json', 'run.txt'];
    // B2 is the tenth well of 96 and the eighteenth of 384, where the cube's 12 pools have ended
    expect((await run(cube, { 'run.txt': silent })).status).toBe(0);
    expect((await run([...cube, '--plate', '384'], { 'run.txt': silent })).remarks[0]).toMatch(
      /well B2 \(X\) is no pool/,
    );
  });
});
