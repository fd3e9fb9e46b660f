import { expect, it } from 'vitest';
import { axisOf } from './axis.js';
import { figure } from './figure.js';
import { spreadLabels } from './spread-labels.js';

it('ticks stand at 1, 2 and 5, and a logarithm makes equal factors equally far', () => {
  const linear = axisOf({ label: '', from: 0, to: 1 });
  expect(linear.ticks.map(({ text }) => text)).toEqual(['0', '0.2', '0.4', '0.6', '0.8', '1']);
  const log = axisOf({ label: '', from: 0.01, to: 1, scale: 'log' });
  expect(log.ticks.map(({ value }) => value)).toEqual([0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1]);
  expect(log.at(0.1)).toBeCloseTo(0.5, 12);
  expect(() => axisOf({ label: '', from: 0, to: 1, scale: 'log' })).toThrow(RangeError);
});

it('labels keep their distance and move as little as they must', () => {
  expect(spreadLabels([10, 50], 14, 0, 100)).toEqual([10, 50]);
  const spread = spreadLabels([50, 50, 50, 99], 14, 0, 100);
  const sorted = spread.toSorted((a, b) => a - b);
  sorted.slice(1).forEach((one, i) => expect(one - (sorted[i] ?? 0)).toBeGreaterThanOrEqual(14 - 1e-9));
  expect(spread[1]).toBeCloseTo(50, 9);
  expect(Math.max(...spread)).toBeLessThanOrEqual(100);
});

it('the same figure has the same bytes; texts are escaped, gaps break lines', () => {
  const given = {
    title: 'a < b & c',
    description: '',
    panels: [
      {
        x: { label: 'x', from: 0, to: 2 },
        y: { label: 'y', from: 0, to: 1 },
        series: [
          {
            label: 'line',
            hue: 'blue' as const,
            points: [0, Number.NaN, 1, 0.5].map((y, x) => ({ x: x / 2, y })),
          },
        ],
      },
    ],
  };
  expect(figure(given)).toBe(figure(given));
  expect(figure(given)).toContain('a &lt; b &amp; c');
  expect(figure(given)).not.toContain('NaN');
  // the path begins anew after the gap
  expect(/class="s-blue" d="(M[^"]*)"/.exec(figure(given))?.[1]?.match(/M/g)).toHaveLength(2);
});
