/** Sensitivity and more at .1, .5, 1 and 2 %, as measured with the decoders that their authors published; N1: Se .95, Sp .99. */
export const ACCURACY_OF_OTHERS: readonly {
  readonly size: '384x48' | '961x93';
  readonly name: string;
  readonly cells: readonly [string, string, string, string];
}[] = [
  {
    size: '384x48',
    name: 'Tapestry SBL [8], Ct: sensitivity / false positives a batch',
    cells: ['1 / 0', '1 / .15', '.995 / 1.6', '.963 / 25'],
  },
  {
    size: '384x48',
    name: 'Tapestry NNOMP [8], Ct: the same',
    cells: ['1 / 0', '1 / .01', '.945 / .27', '.838 / 5.5'],
  },
  {
    size: '384x48',
    name: 'P-BEST [6], N0: sensitivity / false positives / whole batch right',
    cells: ['1 / 0 / 1', '.931 / 1.5 / .8', '1 / .7 / .6', '.355 / 14 / 0'],
  },
  {
    size: '384x48',
    name: 'P-BEST [6], N1: the same',
    cells: ['1 / .6 / .5', '.769 / 1.7 / .5', '.941 / 1.3 / .5', '.318 / 13 / 0'],
  },
  {
    size: '384x48',
    name: 'HiGHS MAP [10], N0: sensitivity / whole batch right',
    cells: ['1 / 1', '.838 / .95', '.761 / .75', '.286 / .25'],
  },
  {
    size: '384x48',
    name: 'HiGHS MAP [10], N1: the same',
    cells: ['1 / 1', '.757 / .85', '.648 / .55', '.175 / .05'],
  },
  {
    size: '384x48',
    name: 'Google LBP [11] above .5, N1: sensitivity / not converged of 40',
    cells: ['1 / 0', '.806 / 3', '.50 / 15', '.096 / 37'],
  },
  {
    size: '384x48',
    name: 'strict COMP, N0: sensitivity / candidates',
    cells: ['1 / .41', '1 / 2.2', '1 / 6.2', '1 / 47'],
  },
  { size: '384x48', name: 'strict COMP, N1: sensitivity', cells: ['.671', '.759', '.728', '.738'] },
  {
    size: '384x48',
    name: 'COMP with up to 1 negative, N1: sensitivity / tests per person',
    cells: ['.951 / .126', '–', '.965 / .173', '–'],
  },
  {
    size: '384x48',
    name: 'COMP with up to 2 negative, N1: the same',
    cells: ['1 / .127', '–', '.999 / .283', '–'],
  },
  {
    size: '961x93',
    name: 'Tapestry SBL [8], Ct: sensitivity / false positives a batch',
    cells: ['1 / 0', '1 / .9', '1 / 9.2', '.908 / 54'],
  },
  {
    size: '961x93',
    name: 'Tapestry NNOMP [8], Ct: the same',
    cells: ['1 / 0', '1 / .15', '.935 / 4.1', '.514 / 17'],
  },
  {
    size: '961x93',
    name: 'HiGHS MAP [10], N0: sensitivity / whole batch right',
    cells: ['1 / 1', '1 / 1', '.688 / .35', '.189 / 0'],
  },
  {
    size: '961x93',
    name: 'HiGHS MAP [10], N1: the same',
    cells: ['.824 / .80', '.843 / .65', '.548 / .15', '.187 / 0'],
  },
  {
    size: '961x93',
    name: 'Google LBP [11] above .5, N1: sensitivity / not converged of 40',
    cells: ['.842 / 0', '.708 / 5', '–', '–'],
  },
  {
    size: '961x93',
    name: 'strict COMP, N0: sensitivity / candidates',
    cells: ['1 / .93', '1 / 7.1', '1 / 27', '1 / 106'],
  },
  { size: '961x93', name: 'strict COMP, N1: sensitivity', cells: ['.878', '.863', '.862', '.852'] },
  {
    size: '961x93',
    name: 'COMP with up to 1 negative, N1: sensitivity / tests per person',
    cells: ['1 / .101', '–', '.992 / .270', '–'],
  },
  {
    size: '961x93',
    name: 'COMP with up to 2 negative, N1: the same',
    cells: ['1 / .203', '–', '1 / .692', '–'],
  },
];
