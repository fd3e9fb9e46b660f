import { cellText } from './sheet.js';

export type Column =
  | 'well'
  | 'position'
  | 'sample'
  | 'target'
  | 'dye'
  | 'task'
  | 'ct'
  | 'call'
  | 'cycle'
  | 'rn'
  | 'deltaRn'
  | 'fluorescence';

const names: Record<Column, string[]> = {
  well: ['well', 'wells', 'pos', '孔', '孔位', '孔号', '反应孔', '孔位置', '位置'],
  position: ['wellposition', 'welllocation'],
  sample: [
    'samplename',
    'sample',
    'name',
    'sampleid',
    '样本',
    '样品',
    '样本名称',
    '样品名称',
    '样本编号',
    '样品编号',
    '样本名',
    '样本条码',
    '条码',
  ],
  target: [
    'targetname',
    'target',
    'detector',
    'detectorname',
    'gene',
    'genename',
    'assay',
    '靶标',
    '靶基因',
    '目标',
    '目标名称',
    '基因',
    '基因名称',
    '检测项目',
    '项目',
    '检测目标',
  ],
  dye: ['reporter', 'fluor', 'dye', 'channel', 'filter', '通道', '荧光通道', '染料', '荧光', '报告基团'],
  task: ['task', 'content', 'sampletype', 'type', '类型', '样本类型', '样品类型', '属性'],
  ct: ['ct', 'cq', 'cp', 'crt', 'ct值', 'cq值', 'ctvalue', 'cqvalue'],
  call: ['call', 'result', 'results', '结果', '判定', '结果判定', '定性结果', '阴阳性', '检测结果'],
  cycle: ['cycle', 'cyclenumber', '循环', '循环数'],
  rn: ['rn'],
  deltaRn: ['δrn', 'deltarn', 'drn'],
  fluorescence: ['fluorescence', 'fluor.', 'rfu', '荧光值', '荧光强度'],
};
const columnOf = new Map(
  (Object.entries(names) as [Column, string[]][]).flatMap(([column, spellings]) =>
    spellings.map((spelling): [string, Column] => [spelling, column]),
  ),
);

// Cyrillic letters that look Latin: `СТ` and the `Cт` of ABI's own exports are Ct
const lookalikes: Record<string, string> = {
  с: 'c',
  т: 't',
  р: 'p',
  е: 'e',
  о: 'o',
  а: 'a',
  қ: 'q',
  '∆': 'δ',
};

/** Headings in one spelling: lower case, no spaces nor marks, no look-alikes, `[Ct]` and `Ct (dR)` as Ct. */
export function headingKey(cell: string): string {
  return cellText(cell)
    .toLowerCase()
    .replaceAll(/[стреоақ∆]/g, (letter) => lookalikes[letter] ?? letter)
    .replaceAll(/\(.*?\)|[\s_*"'\-[\]:.]/g, '');
}

/** The known columns of a heading line with their places; the first of two that mean the same stands. */
export function columnsOf(cells: readonly string[]): Map<Column, number> {
  const columns = new Map<Column, number>();
  cells.forEach((cell, index) => {
    if (cell.length > 40) return;
    const column = columnOf.get(headingKey(cell));
    if (column !== undefined && !columns.has(column)) columns.set(column, index);
  });
  return columns;
}
