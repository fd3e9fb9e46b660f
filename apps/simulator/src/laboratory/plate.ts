import type { WorklistWell } from '#lis/contracts';
import type { Drill } from '../drill.js';
import { controlFails, namedId } from '../truth/index.js';

/** A plate that is laid out, runs or waits for its judgement; it is forgotten afterwards. */
export type Plate = {
  n: number;
  laboratory: number;
  tubes: readonly number[];
  laidOutAt: number;
  /** holds tubes of a rejected run */
  returned: boolean;
  instrument: number;
  until: number;
  wells: readonly WorklistWell[];
  /** its judgement was seen before all its readings were sent, by a process that is gone */
  judged: boolean;
};

/** Before it has an instrument. */
export const blankPlate = { instrument: -1, until: 0, wells: [], judged: false } as const;

export const barcodeOf = ({ labels }: Drill, n: number): string =>
  `P${labels.prefix}${String(n + 1).padStart(6, '0')}`;
export const plateId = ({ labels, setup }: Drill, n: number): string =>
  namedId(labels, `plate ${n}`, setup.startsAt);
export const failsControl = ({ city }: Drill, { n, returned }: Plate): boolean =>
  controlFails(city.seed, n, returned);
