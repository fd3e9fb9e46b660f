import iconv from 'iconv-lite';
import { zipSync } from 'fflate';
import writeWorkbookFile from 'write-excel-file/node';

/** A row of a result: place, sample, target, dye, what the Ct's cell says. */
export type FixtureRow = {
  well: string;
  sample: string;
  target: string;
  dye: string;
  task: string;
  ct: string;
};

const targets = [
  ['ORF1ab', 'FAM'],
  ['N', 'VIC'],
  ['IC', 'CY5'],
] as const;

/** Two tubes, the second positive, and both controls. */
export const plateRows: FixtureRow[] = [
  ['A1', 'T000000011', 'UNKNOWN', 'Undetermined', 'Undetermined', '25.13'],
  ['B1', 'T000000022', 'UNKNOWN', '27.5', '28.25', '24.9'],
  ['A12', 'NC-P1', 'NTC', 'Undetermined', '', 'Undetermined'],
  ['H12', 'PC-P1', 'UNKNOWN', '26.0', '27.0', '25.0'],
].flatMap(([well = '', sample = '', task = '', ...cts]) =>
  targets.map(([target, dye], index) => ({ well, sample, task, target, dye, ct: cts[index] ?? '' })),
);

const indexOf = (well: string) => 'ABCDEFGH'.indexOf(well.charAt(0)) * 12 + Number(well.slice(1));
const lines = (rows: readonly (readonly string[])[], delimiter: string) =>
  rows.map((row) => row.join(delimiter)).join('\r\n');

export const quantStudioHead = [
  '* Block Type = 96-Well Block (0.2mL)',
  '* Chemistry = TAQMAN',
  '* Experiment Barcode = P1',
  '* Experiment File Name = C:\\runs\\2030-01-01 P1.eds',
  '* Experiment Name = Run 7',
  '* Experiment Run End Time = 2030-01-01 12:30:00 PM CST',
  '* Instrument Serial Number = 278880031',
  '* Instrument Type = QuantStudio(TM) 7 Flex System',
];
const quantStudioTable = (rows: readonly FixtureRow[]) => [
  [
    'Well',
    'Well Position',
    'Omit',
    'Sample Name',
    'Target Name',
    'Task',
    'Reporter',
    'Quencher',
    'CT',
    'Ct Mean',
    'HIGHSD',
    'NOAMP',
  ],
  ...rows.map((row) => [
    String(indexOf(row.well)),
    row.well,
    'false',
    row.sample,
    row.target,
    row.task,
    row.dye,
    'NFQ-MGB',
    row.ct,
    '',
    'N',
    row.ct === 'Undetermined' ? 'Y' : 'N',
  ]),
];

export function quantStudioText(rows = plateRows): Buffer {
  const curves = [
    ['Well', 'Well Position', 'Cycle', 'Target Name', 'Rn', 'Delta Rn'],
    ...[1, 2, 3].map((cycle) => ['13', 'B1', String(cycle), 'ORF1ab', `1.0${cycle}`, `0.0${cycle}`]),
  ];
  return Buffer.from(
    [
      ...quantStudioHead,
      '',
      '[Sample Setup]',
      lines(
        [
          ['Well', 'Well Position', 'Sample Name', 'Target Name', 'Task'],
          ['1', 'A1', 'T000000011', 'ORF1ab', 'UNKNOWN'],
        ],
        '\t',
      ),
      '',
      '[Amplification Data]',
      lines(curves, '\t'),
      '',
      '[Results]',
      lines(quantStudioTable(rows), '\t'),
      '',
      'Analysis Type\tSinglePlex',
      'Endogenous Control\tRNase P',
    ].join('\r\n'),
  );
}

type Cell = { value: string | number } | null;
const workbook = async (sheets: Record<string, readonly (readonly string[])[]>): Promise<Buffer> => {
  const cellOf = (text: string): Cell =>
    text === '' ? null : { value: /^\d+(\.\d+)?$/.test(text) ? Number(text) : text };
  const made = writeWorkbookFile(
    Object.entries(sheets).map(([sheet, rows]) => ({
      sheet,
      data: rows.map((row) => row.map(cellOf)),
    })) as never,
  );
  return (made as unknown as { toBuffer(): Promise<Buffer> }).toBuffer();
};

export const quantStudioWorkbook = (rows = plateRows) => {
  const head = quantStudioHead.map((line) => line.slice(2).split(' = '));
  return workbook({ 'Sample Setup': head, Results: [...head, [''], ...quantStudioTable(rows)] });
};

/** ABI's own heading has a Cyrillic т in `Cт`. */
export function abiText(rows = plateRows, delimiter = '\t'): Buffer {
  return Buffer.from(
    [
      'Block Type = 96fast',
      'Experiment Name = Run 7',
      'Instrument Serial Number = 275000123',
      'Instrument Type = sds7500fast',
      '',
      lines(
        [
          ['Well', 'Sample Name', 'Target Name', 'Task', 'Reporter', 'Quencher', 'Cт', 'Cт Mean', 'HIGHSD'],
          ...rows.map((row) => [
            row.well,
            row.sample,
            row.target,
            row.task,
            row.dye,
            'None',
            row.ct,
            '',
            'N',
          ]),
        ],
        delimiter,
      ),
    ].join('\n'),
  );
}

/** One filter a table, as the software exports them; the file holds several. */
export function lightCyclerText(rows = plateRows): Buffer {
  const filters = { FAM: 'FAM (465-510)', VIC: 'VIC / HEX (533-580)', CY5: 'Cy 5 (618-660)' };
  const tables = Object.entries(filters).map(([dye, filter]) =>
    [
      `Experiment: Run 7  Selected Filter: ${filter}`,
      lines(
        [
          ['Include', 'Color', 'Pos', 'Name', 'Cp', 'Concentration', 'Standard', 'Status'],
          ...rows
            .filter((row) => row.dye === dye)
            .map((row) => [
              'True',
              '255',
              row.well,
              row.sample,
              row.ct === 'Undetermined' ? '' : row.ct.replace('.', ','),
              '',
              '0',
              '',
            ]),
        ],
        '\t',
      ),
    ].join('\r\n'),
  );
  return Buffer.from(tables.join('\r\n\r\n'));
}

const cfxTable = (rows: readonly FixtureRow[]) => [
  ['', 'Well', 'Fluor', 'Target', 'Content', 'Sample', 'Biological Set Name', 'Cq', 'Cq Mean', 'Cq Std. Dev'],
  ...rows.map((row) => [
    '',
    row.well.replace(/(\d+)$/, (digits) => digits.padStart(2, '0')),
    row.dye,
    row.target,
    row.task === 'NTC' ? 'NTC' : row.sample.startsWith('PC') ? 'Pos Ctrl' : 'Unkn',
    row.sample,
    '',
    row.ct === 'Undetermined' || row.ct === '' ? 'NaN' : row.ct,
    '0',
    '0',
  ]),
];
const cfxHead = [
  ['File Name', 'Run 7.pcrd'],
  ['Base Serial Number', '783BR20183'],
  ['Run Started', '01/31/2030 04:00:00 UTC'],
  ['Run Ended', '01/31/2030 05:10:00 UTC'],
];
export const cfxText = (rows = plateRows, delimiter = ',') =>
  Buffer.from(`\uFEFF${lines(cfxHead, delimiter)}\r\n\r\n${lines(cfxTable(rows), delimiter)}\r\n`);
export const cfxWorkbook = (rows = plateRows) =>
  workbook({ '0': cfxTable(rows), 'Run Information': cfxHead });

const slanHead = [
  '实验名称：Run 7',
  '仪器型号：SLAN-96P',
  '仪器序列号：SN00123',
  '板条码：P1',
  '结束时间：2030-01-01 12:30:00',
];
const slanTable = (rows: readonly FixtureRow[]) => [
  ['孔位', '样本名称', '类型', '通道', '检测项目', 'Ｃｔ值', '结果'],
  ...rows.map((row) => [
    row.well.replace(/(\d+)$/, (digits) => digits.padStart(2, '0')),
    row.sample,
    row.task === 'NTC' ? '阴性对照' : row.sample.startsWith('PC') ? '阳性对照' : '样本',
    row.dye,
    row.target === 'IC' ? '内标' : row.target,
    row.ct === 'Undetermined' ? 'NoCt' : row.ct,
    row.ct === 'Undetermined' || row.ct === '' ? '阴性' : '阳性',
  ]),
];
export const slanText = (rows = plateRows) =>
  iconv.encode(`${slanHead.join('\r\n')}\r\n\r\n${lines(slanTable(rows), '\t')}\r\n`, 'gbk');
export const slanWorkbook = (rows = plateRows) =>
  workbook({ 结果: [...slanHead.map((line) => [line]), ...slanTable(rows)] });

export function rdmlText(rows = plateRows): string {
  const wells = [...new Set(rows.map(({ well }) => well))];
  const type = (row: FixtureRow) =>
    row.task === 'NTC' ? 'ntc' : row.sample.startsWith('PC') ? 'pos' : 'unkn';
  const samples = wells.map((well) => rows.find((row) => row.well === well)!);
  return `<?xml version="1.0" encoding="UTF-8"?><rdml version="1.2" xmlns="http://www.rdml.org">
${samples.map((row) => `<sample id="${row.sample}"><type>${type(row)}</type></sample>`).join('')}
${targets.map(([id, dye]) => `<target id="${id}"><type>toi</type><dyeId id="${dye}"/></target>`).join('')}
<experiment id="e"><run id="Run 7"><instrument>CFX96</instrument><runDate>2030-01-01T12:30:00</runDate>
<pcrFormat><rows>8</rows><columns>12</columns><rowLabel>ABC</rowLabel><columnLabel>123</columnLabel></pcrFormat>
${samples
  .map(
    (sample) =>
      `<react id="${indexOf(sample.well)}"><sample id="${sample.sample}"/>${rows
        .filter(({ well }) => well === sample.well)
        .map(
          (row) =>
            `<data><tar id="${row.target}"/><cq>${row.ct === 'Undetermined' || row.ct === '' ? '-1.0' : row.ct}</cq><adp><cyc>1</cyc><fluor>10.5</fluor></adp><adp><cyc>2</cyc><fluor>11</fluor></adp></data>`,
        )
        .join('')}</react>`,
  )
  .join('')}</run></experiment></rdml>`;
}
export const rdmlFile = (rows = plateRows) =>
  Buffer.from(zipSync({ 'rdml_data.xml': Buffer.from(rdmlText(rows)) }));
