import { Table } from '@mantine/core';
import type { DesignChoiceAnswer } from '#lis/contracts';
import { useId } from 'react';
import { useLanguage } from '../../src/texts/language.js';
import { designName } from '../design-name.js';
import { useDesignTexts } from '../texts/use-design-texts.js';
import { CHART_TOP, curveLines } from './curve-lines.js';

const [width, height, left, foot, head, right] = [640, 236, 44, 30, 10, 18];
const shown = [0, 8, 16, 24, 32];

/** Tests a person against the prevalence: what was chosen, the runner-up and single testing. */
export function CostChart({ answer }: { answer: DesignChoiceAnswer }) {
  const { formats } = useLanguage();
  const texts = useDesignTexts();
  const id = useId();
  const { lines, ticks, band, estimate, breakEven } = curveLines(answer);
  const x = (share: number) => left + share * (width - left - right);
  const y = (share: number) => height - foot - share * (height - foot - head);
  const kindOf = (design: string) =>
    design === answer.chosen.design ? 'chosen' : design === 'individual' ? 'single' : 'runner-up';
  const { prevalences, designs } = answer.curves;
  return (
    <figure className="cost">
      <figcaption id={id}>{texts.chart.title}</figcaption>
      <svg viewBox={`0 0 ${width} ${height}`} role="img" aria-labelledby={id}>
        <rect
          className="cost-band"
          x={x(band.from)}
          y={head}
          width={x(band.to) - x(band.from)}
          height={y(0) - head}
        />
        {[0, 0.25, 0.5, 0.75, 1].map((tests) => (
          <g key={tests}>
            <line
              className="chart-rule"
              x1={left}
              x2={width - right}
              y1={y(tests / CHART_TOP)}
              y2={y(tests / CHART_TOP)}
            />
            <text className="chart-text" x={left - 8} y={y(tests / CHART_TOP) + 4} textAnchor="end">
              {formats.fine(tests)}
            </text>
          </g>
        ))}
        {ticks.map((tick) => (
          <text key={tick.prevalence} className="chart-text" x={x(tick.x)} y={height - 8} textAnchor="middle">
            {formats.percent(tick.prevalence)}
          </text>
        ))}
        {estimate !== null && (
          <line className="cost-estimate" x1={x(estimate)} x2={x(estimate)} y1={head} y2={y(0)} />
        )}
        {lines.map(({ design, points }) => (
          <polyline
            key={design}
            className={`cost-line cost-${kindOf(design)}`}
            points={points.map((point) => `${x(point.x).toFixed(1)},${y(point.y).toFixed(1)}`).join(' ')}
          />
        ))}
        {breakEven !== null && <path className="cost-even" d={`M ${x(breakEven)} ${y(0)} l -6 10 h 12 z`} />}
      </svg>
      <ul className="legend">
        {lines.map(({ design }) => (
          <li key={design}>
            <svg viewBox="0 0 30 10" width="30" height="10" aria-hidden="true">
              <line className={`cost-line cost-${kindOf(design)}`} x1="0" x2="30" y1="5" y2="5" />
            </svg>
            {designName(design, texts)}
          </li>
        ))}
        <li>
          <svg viewBox="0 0 30 14" width="30" height="14" aria-hidden="true">
            <rect className="cost-band" width="30" height="14" />
            <line className="cost-estimate" x1="15" x2="15" y1="0" y2="14" />
          </svg>
          {texts.chart.prevalence}
        </li>
        {breakEven !== null && (
          <li>
            <svg viewBox="0 0 14 12" width="14" height="12" aria-hidden="true">
              <path className="cost-even" d="M 7 1 l -6 10 h 12 z" />
            </svg>
            {texts.chart.even}
          </li>
        )}
      </ul>
      <details>
        <summary>{texts.chart.numbers}</summary>
        <Table.ScrollContainer type="native" minWidth={520}>
          <Table className="grid">
            <Table.Thead>
              <Table.Tr>
                <Table.Th scope="col">{texts.chart.prevalence}</Table.Th>
                {shown.map((i) => (
                  <Table.Th key={i} scope="col" className="right">
                    {formats.percent(prevalences[i] ?? 0)}
                  </Table.Th>
                ))}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {designs.map(({ design, testsPerPerson }) => (
                <Table.Tr key={design}>
                  <Table.Th scope="row">{designName(design, texts)}</Table.Th>
                  {shown.map((i) => (
                    <Table.Td key={i} className="right">
                      {formats.fine(testsPerPerson[i] ?? 0)}
                    </Table.Td>
                  ))}
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      </details>
    </figure>
  );
}
