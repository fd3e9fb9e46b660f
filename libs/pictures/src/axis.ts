/** What an axis shows. `log`: powers of ten are equally far apart; both ends are then above 0. */
export type AxisGiven = {
  readonly label: string;
  readonly from: number;
  readonly to: number;
  readonly scale?: 'linear' | 'log';
  /** places of ticks with their texts; found by 1, 2, 5 when not given */
  readonly ticks?: readonly number[];
  readonly format?: (value: number) => string;
};
export type Axis = {
  readonly label: string;
  readonly ticks: readonly { readonly value: number; readonly text: string; readonly at: number }[];
  /** 0 at the beginning of the axis, 1 at its end; beyond them for values outside */
  at(value: number): number;
};

/** @throws RangeError for an axis without length, or a logarithmic one that is not above 0 */
export function axisOf(given: AxisGiven): Axis {
  const { label, from, to, scale = 'linear', format = String } = given;
  if (!(to > from) || (scale === 'log' && !(from > 0))) throw new RangeError(`axis ${from} … ${to}`);
  const at = (value: number) =>
    scale === 'log' ? Math.log(value / from) / Math.log(to / from) : (value - from) / (to - from);
  const values = given.ticks ?? (scale === 'log' ? logTicks(from, to) : linearTicks(from, to));
  return { label, at, ticks: values.map((value) => ({ value, text: format(value), at: at(value) })) };
}

function linearTicks(from: number, to: number): number[] {
  const rough = (to - from) / 6;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10);
  const first = Math.ceil(from / step - 1e-9);
  const count = Math.floor(to / step + 1e-9) - first + 1;
  // not by adding up: 0.1 + 0.2 is no tick
  return Array.from({ length: count }, (_, i) => Number(((first + i) * step).toPrecision(12)));
}

function logTicks(from: number, to: number): number[] {
  const decades = Math.log10(to / from);
  const factors = decades > 3.5 ? [1] : [1, 2, 5];
  const ticks: number[] = [];
  for (let power = Math.floor(Math.log10(from)); 10 ** power <= to * 1.0000001; power += 1)
    for (const factor of factors) {
      const value = Number((factor * 10 ** power).toPrecision(12));
      if (value >= from * 0.9999999 && value <= to * 1.0000001) ticks.push(value);
    }
  return ticks;
}
