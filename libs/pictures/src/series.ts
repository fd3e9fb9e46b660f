import type { Hue } from './palette.js';

/** One line or one set of points. Values that are not finite break the line. */
export type Series = {
  /** stands beside the line's end; empty for none */
  readonly label: string;
  readonly hue: Hue;
  readonly points: readonly { readonly x: number; readonly y: number }[];
  readonly dash?: 'dashed' | 'dotted';
  /** pixels; 2 unless told, 0 for points without a line */
  readonly width?: number;
  readonly marks?: boolean;
  /** an interval in y for each point */
  readonly intervals?: readonly { readonly low: number; readonly high: number }[];
};

const DASHES = { dashed: '7 4', dotted: '1.5 4' } as const;

/** A place in pixels. */
export type Dot = { x: number; y: number };

/** The drawing of one series: its line, intervals and marks. `place` turns values into pixels. */
export function drawSeries(series: Series, place: (x: number, y: number) => Dot): string {
  const { hue, points, dash, width = 2, marks = false, intervals } = series;
  const parts: string[] = [];
  let [path, pen] = ['', 'M'];
  for (const { x, y } of points) {
    const dot = place(x, y);
    if (!Number.isFinite(dot.x) || !Number.isFinite(dot.y)) {
      pen = 'M';
      continue;
    }
    path += `${pen}${round(dot.x)} ${round(dot.y)}`;
    pen = 'L';
  }
  if (width > 0)
    parts.push(
      `<path class="s-${hue}" d="${path}" fill="none" stroke-width="${width}" stroke-linejoin="round" stroke-linecap="round"${dash ? ` stroke-dasharray="${DASHES[dash]}"` : ''}/>`,
    );
  points.forEach(({ x, y }, i) => {
    const interval = intervals?.[i];
    if (interval) {
      const [low, high] = [place(x, interval.low), place(x, interval.high)];
      if (Number.isFinite(low.y) && Number.isFinite(high.y))
        parts.push(
          `<path class="s-${hue}" d="M${round(low.x)} ${round(low.y)}V${round(high.y)}M${round(low.x - 3)} ${round(low.y)}h6M${round(low.x - 3)} ${round(high.y)}h6" fill="none" stroke-width="1.4"/>`,
        );
    }
    const dot = place(x, y);
    if (marks && Number.isFinite(dot.y))
      parts.push(`<circle class="f-${hue}" cx="${round(dot.x)}" cy="${round(dot.y)}" r="3.4"/>`);
  });
  return parts.join('');
}

/** Pixels with one decimal: a picture made twice has the same bytes. */
export const round = (pixels: number): number => Math.round(pixels * 10) / 10;
