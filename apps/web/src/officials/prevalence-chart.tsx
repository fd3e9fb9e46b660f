import { useId } from 'react';
import type { Prevalence } from '../server/answers.js';
import { useLanguage } from '../texts/language.js';
import { intervalMarks } from './interval-marks.js';

const [height, foot, head, left, step] = [150, 24, 10, 64, 76];

/** Prevalence by day: a dot with its interval. The table below says the same in numbers. */
export function PrevalenceChart({ days }: { days: Prevalence['days'] }) {
  const { texts, formats } = useLanguage();
  const id = useId();
  const { top, marks } = intervalMarks(days);
  if (marks.length === 0) return null;
  const width = left + step * marks.length + 10;
  const y = (share: number) => height - foot - share * (height - foot - head);
  return (
    <div className="chart">
      <svg viewBox={`0 0 ${width} ${height}`} width={width} height={height} role="img" aria-labelledby={id}>
        <title id={id}>{texts.prevalence.chart}</title>
        {[0, 0.5, 1].map((share) => (
          <g key={share}>
            <line className="chart-rule" x1={left} x2={width} y1={y(share)} y2={y(share)} />
            <text className="chart-text" x={left - 8} y={y(share) + 4} textAnchor="end">
              {formats.percent(share * top)}
            </text>
          </g>
        ))}
        {marks.map(({ day, estimate, low, high, isOpen }, index) => {
          const x = left + step * (index + 0.5);
          return (
            <g key={day} className={isOpen ? 'chart-open' : 'chart-mark'}>
              <line x1={x} x2={x} y1={y(low)} y2={y(high)} />
              <line x1={x - 7} x2={x + 7} y1={y(low)} y2={y(low)} />
              {high < 1 && <line x1={x - 7} x2={x + 7} y1={y(high)} y2={y(high)} />}
              {!isOpen && <circle cx={x} cy={y(estimate)} r={5} />}
              <text className="chart-text" x={x} y={height - 6} textAnchor="middle">
                {formats.day(day)}
              </text>
            </g>
          );
        })}
      </svg>
    </div>
  );
}
