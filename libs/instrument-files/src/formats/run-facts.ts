import { readFileTime } from '../cells/file-time.js';
import type { FileRun } from '../instrument-file.js';
import type { Line } from '../table/sheet.js';

type Fact =
  'serial' | 'model' | 'name' | 'fileName' | 'barcode' | 'start' | 'end' | 'chemistry' | 'filter' | 'block';
export type RunFacts = Partial<Record<Fact, string>>;

const names: Record<Fact, string[]> = {
  serial: [
    'instrument serial number',
    'base serial number',
    'serial number',
    '仪器序列号',
    '仪器编号',
    '序列号',
  ],
  model: ['instrument type', 'instrument model', 'instrument', '仪器型号', '仪器类型', '仪器'],
  name: ['experiment name', 'run name', 'experiment', '实验名称', '实验名', '运行名称'],
  fileName: ['experiment file name', 'file name', 'run id', '文件名', '文件名称'],
  barcode: ['experiment barcode', 'plate barcode', 'plate id', 'barcode', '板条码', '板号', '板编号'],
  start: [
    'experiment run start time',
    'run started',
    'run start time',
    'start time',
    '开始时间',
    '实验开始时间',
  ],
  end: [
    'experiment run end time',
    'run ended',
    'run end time',
    'end time',
    'last modified',
    '结束时间',
    '实验结束时间',
  ],
  chemistry: ['chemistry', '化学方法', '试剂类型'],
  block: ['block type'],
  filter: ['selected filter', 'filter', 'filter combination'],
};
const factOf = new Map(
  (Object.entries(names) as [Fact, string[]][]).flatMap(([fact, keys]) =>
    keys.map((key): [string, Fact] => [key, fact]),
  ),
);

/**
 * What the lines round a table say of the run: `* Key = Value` (ABI), `Key,Value` (CFX and workbooks), `Key: Value  Key: Value`
 * (LightCycler, SLAN). The first that is said of each stands.
 */
export function readFacts(lines: readonly Line[]): RunFacts {
  const facts: RunFacts = {};
  const tell = (key: string, value: string) => {
    const fact = factOf.get(
      key
        .trim()
        .toLowerCase()
        .replace(/^\*\s*/, ''),
    );
    const text = value.trim();
    if (fact !== undefined && text !== '' && text !== 'NA' && text !== 'N/A')
      facts[fact] ??= text.slice(0, 200);
  };
  for (const { cells } of lines) {
    const filled = cells.filter((cell) => cell !== '');
    const line = filled.join(' ').slice(0, 1000);
    const assigned = /^\*?\s*([^=]{1,60}?)\s*=\s*(.*)$/.exec(line);
    if (assigned) tell(assigned[1] ?? '', assigned[2] ?? '');
    else if (filled.length === 2 && !/[::]$/.test(filled[0] ?? '')) tell(filled[0] ?? '', filled[1] ?? '');
    // two and more spaces part the pairs of a LightCycler's first line
    for (const part of cells
      .flatMap((cell) => cell.split(/\s{2,}/))
      .concat(filled.length === 2 ? [line] : [])) {
      const pair = /^([^:]{1,60}):\s*(.+)$/.exec(part);
      if (pair) tell(pair[1] ?? '', pair[2] ?? '');
    }
  }
  return facts;
}

/** The facts as the run's, with warnings for times that cannot be taken as they stand. */
export function runOf(facts: RunFacts): { run: FileRun; warnings: string[] } {
  const start = readFileTime(facts.start ?? '');
  const end = readFileTime(facts.end ?? '');
  const fileName = facts.fileName
    ?.split(/[\\/]/)
    .at(-1)
    ?.replace(/\.(eds|sds|pcrd|ixo|rdml|xlsx?|txt|csv)$/i, '');
  return {
    run: {
      instrumentSerial: facts.serial ?? null,
      instrumentModel: facts.model ?? null,
      name: facts.name ?? fileName ?? null,
      plateBarcode: facts.barcode ?? null,
      startedAt: start.time,
      endedAt: end.time,
      chemistry: facts.chemistry ?? null,
    },
    warnings: [start.warning, end.warning].filter((warning) => warning !== null),
  };
}
