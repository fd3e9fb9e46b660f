import { type Axis, type AxisGiven, axisOf } from './axis.js';
import { drawSeries, round, type Series } from './series.js';
import { spreadLabels } from './spread-labels.js';
import { escapeXml } from './xml.js';

export type Panel = {
  readonly title?: string;
  readonly x: AxisGiven;
  readonly y: AxisGiven;
  readonly series: readonly Series[];
  /** pixels that labels beside the lines' ends may take; 150 unless told */
  readonly labelWidth?: number;
  /** labels beside the lines' ends (`right`, unless told) or beginnings; the y axis stands on the other side */
  readonly labelSide?: 'left' | 'right';
};
type Box = { left: number; top: number; width: number; height: number };

const LINE = 14;

/** One panel within `box`: grid, axes, lines clipped to the frame, a label beside each line's end. */
export function drawPanel(panel: Panel, box: Box): string {
  const [x, y] = [axisOf(panel.x), axisOf(panel.y)];
  const side = panel.labelSide ?? 'right';
  const [labelled, scaled] = [panel.labelWidth ?? 150, 58];
  const inner = {
    left: box.left + (side === 'right' ? scaled : labelled),
    top: box.top + (panel.title === undefined ? 10 : 28),
    right: box.left + box.width - (side === 'right' ? labelled : scaled),
    bottom: box.top + box.height - 46,
  };
  const px = (value: number) => inner.left + x.at(value) * (inner.right - inner.left);
  const py = (value: number) => inner.bottom - y.at(value) * (inner.bottom - inner.top);
  const clip = `c${box.left}-${box.top}`;
  const lines = panel.series.map((series) => drawSeries(series, (a, b) => ({ x: px(a), y: py(b) })));
  return [
    `<clipPath id="${clip}"><rect x="${inner.left - 4}" y="${inner.top - 1}" width="${inner.right - inner.left + 8}" height="${inner.bottom - inner.top + 2}"/></clipPath>`,
    panel.title === undefined
      ? ''
      : `<text class="panel f-ink" x="${inner.left}" y="${box.top + 16}">${escapeXml(panel.title)}</text>`,
    axes(x, y, inner, side),
    `<g clip-path="url(#${clip})">${lines.join('')}</g>`,
    labels(panel.series, inner, side, px, py),
  ].join('');
}

type Side = 'left' | 'right';
type Inner = { left: number; top: number; right: number; bottom: number };

function axes(x: Axis, y: Axis, inner: Inner, labelled: Side): string {
  const isLeft = labelled === 'right';
  const scale = isLeft ? inner.left - 6 : inner.right + 6;
  const anchor = isLeft ? 'end' : 'start';
  const across = y.ticks.map(({ at, text }) => {
    const height = round(inner.bottom - at * (inner.bottom - inner.top));
    return (
      `<path class="grid" d="M${inner.left} ${height}H${inner.right}"/>` +
      `<text class="small f-ink" text-anchor="${anchor}" x="${scale}" y="${height + 4}">${escapeXml(text)}</text>`
    );
  });
  const up = x.ticks.map(({ at, text }) => {
    const place = round(inner.left + at * (inner.right - inner.left));
    return (
      `<path class="grid" d="M${place} ${inner.top}V${inner.bottom}"/>` +
      `<text class="small f-ink" text-anchor="middle" x="${place}" y="${inner.bottom + 16}">${escapeXml(text)}</text>`
    );
  });
  const middle = round((inner.top + inner.bottom) / 2);
  return (
    `${across.join('')}${up.join('')}` +
    `<path class="s-grey" fill="none" d="M${isLeft ? inner.left : inner.right} ${inner.top}V${inner.bottom}H${isLeft ? inner.right : inner.left}"/>` +
    `<text class="f-ink" text-anchor="middle" x="${round((inner.left + inner.right) / 2)}" y="${inner.bottom + 36}">${escapeXml(x.label)}</text>` +
    `<text class="f-ink" text-anchor="middle" transform="translate(${isLeft ? inner.left - 42 : inner.right + 50} ${middle}) rotate(-90)">${escapeXml(y.label)}</text>`
  );
}

/** Each label beside the last point of its line that is within the frame, moved apart, with a thin line to it. */
function labels(
  series: readonly Series[],
  inner: Inner,
  side: Side,
  px: (value: number) => number,
  py: (value: number) => number,
): string {
  const isInside = (dot: { x: number; y: number }) =>
    dot.x <= inner.right + 1 &&
    dot.x >= inner.left - 1 &&
    dot.y >= inner.top - 1 &&
    dot.y <= inner.bottom + 1;
  const ends = series.flatMap(({ label, hue, points }) => {
    if (label === '') return [];
    const dots = points.map((point) => ({ x: px(point.x), y: py(point.y) }));
    const end = side === 'right' ? dots.findLast(isInside) : dots.find(isInside);
    return end ? [{ label, hue, end }] : [];
  });
  const heights = spreadLabels(
    ends.map(({ end }) => end.y),
    LINE,
    inner.top + 4,
    inner.bottom - 2,
  );
  return ends
    .map(({ label, hue, end }, i) => {
      const y = round(heights[i] ?? end.y);
      const from = side === 'right' ? inner.right + 16 : inner.left - 16;
      const [near, anchor] = side === 'right' ? [from - 3, 'start'] : [from + 3, 'end'];
      return (
        `<path class="s-${hue}" d="M${round(end.x)} ${round(end.y)}L${near} ${y}" fill="none" stroke-width="0.8" opacity="0.6"/>` +
        `<text class="f-${hue}" text-anchor="${anchor}" x="${from}" y="${y + 4}">${escapeXml(label)}</text>`
      );
    })
    .join('');
}
