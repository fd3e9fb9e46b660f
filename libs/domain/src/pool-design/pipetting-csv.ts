import { csvText } from '../privacy/csv-text.js';
import type { Transfer } from './pipetting-list.js';
import { type PlateFormat, rowsOf } from './plate-format.js';

/** For a person: a line for each specimen, with all the wells that it goes into and a place for a tick. */
export function pipettingCsvForHand(transfers: readonly Transfer[]): string {
  const bySpecimen = new Map<string, Transfer[]>();
  for (const one of transfers) bySpecimen.set(one.code, [...(bySpecimen.get(one.code) ?? []), one]);
  const lines = [...bySpecimen.values()].map((of, i) => [
    i + 1,
    of[0]?.code ?? '',
    `${of[0]?.from.plate}:${of[0]?.from.well}`,
    of.map(({ to }) => `${to.plate}:${to.well}`).join(' '),
    of[0]?.microlitres ?? 0,
    of.reduce((sum, { microlitres }) => sum + microlitres, 0),
    '',
  ]);
  return csvText([['step', 'specimen', 'from', 'to', 'each_ul', 'total_ul', 'done'], ...lines]);
}

/**
 * For a liquid handler, a line for each transfer, without a byte order mark. Neighbouring wells of a source column come
 * one after another, pool by pool, so that eight or sixteen channels draw together; every transfer takes a new tip.
 */
export function pipettingCsvForRobot(transfers: readonly Transfer[], sourceFormat: PlateFormat): string {
  const rows = rowsOf(sourceFormat);
  const nth = new Map<string, number>();
  const keyed = transfers.map((transfer) => {
    const layer = nth.get(transfer.code) ?? 0;
    nth.set(transfer.code, layer + 1);
    const { plate, position } = transfer.from;
    return { transfer, key: [plate, Math.ceil(position / rows), layer, position] };
  });
  keyed.sort((one, other) => {
    const at = one.key.findIndex((value, i) => value !== other.key[i]);
    return at < 0 ? 0 : (one.key[at] ?? 0) - (other.key[at] ?? 0);
  });
  const heading = [
    'SourcePlate',
    'SourceWell',
    'SourcePosition',
    'TargetPlate',
    'TargetWell',
    'TargetPosition',
  ];
  const lines = keyed.map(({ transfer: { code, from, to, microlitres } }) => [
    `SPECIMENS-${from.plate}`,
    from.well,
    from.position,
    `POOLS-${to.plate}`,
    to.well,
    to.position,
    microlitres,
    code,
  ]);
  return csvText([[...heading, 'Volume_ul', 'Specimen'], ...lines]).slice(1);
}
