import type { FileTask } from '../instrument-file.js';

const tasks: [RegExp, FileTask][] = [
  [/^(unkn(own)?([\s_-]*\d*)|unk|u|sample|样本|样品|未知|待测|待测样本|待测样品)$/i, 'unknown'],
  [
    /^(ntc|nc|neg(ative)?([\s_-]*(ctrl|control))?|nrt|nac|ntp|阴性|阴性对照|阴控|阴性质控|空白对照)([\s_-]*\d*)$/i,
    'negative',
  ],
  [/^(pc|pos(itive)?([\s_-]*(ctrl|control))?|阳性|阳性对照|阳控|阳性质控)([\s_-]*\d*)$/i, 'positive'],
  [/^(std|standard|s|标准品|标准)([\s_-]*\d*)$/i, 'standard'],
];

/** What a well is for, from ABI's Task, CFX's Content (`Unkn-01`), SLAN's 类型, RDML's type; null when the cell is empty. */
export function readTask(text: string): FileTask | null {
  if (text === '') return null;
  return tasks.find(([pattern]) => pattern.test(text))?.[1] ?? 'other';
}
