import type { Equation } from '#lis/domain';

/** One sweep's equations as lines for an operator: both sides, the terms, and who differs in what. */
export function equationsText(sweep: { id: number; name: string }, equations: readonly Equation[]): string {
  const broken = equations.filter(({ holds }) => !holds);
  const verdict = broken.length === 0 ? 'everything is accounted for' : `${broken.length} do not hold`;
  const width = Math.max(...equations.map(({ name }) => name.length));
  const lines = equations.flatMap((equation) => [
    `  ${equation.holds ? 'holds ' : 'BROKEN'}  ${equation.name.padEnd(width)}  ${sides(equation)}`,
    ...(equation.holds ? [] : differences(equation)),
  ]);
  return [`Sweep ${sweep.id} (${sweep.name}): ${verdict}`, ...lines].join('\n');
}

function sides({ left, right, holds }: Equation): string {
  const terms = Object.entries(right.terms).filter(([, count]) => count !== 0);
  const sum = terms.map(([term, count]) => `${count} ${term}`).join(' + ') || '0';
  return `${left.count} ${left.count === right.count || holds ? '=' : '≠'} ${sum}`;
}

function differences({ meaning, left, right, differing, differences: named }: Equation): string[] {
  const lines = [
    `${meaning}: ${left.count} by ${left.source}, ${right.count} by ${right.source}`,
    ...named.map(({ subject, what }) => `${subject} ${what}`),
    ...(differing > named.length ? [`and ${differing - named.length} more`] : []),
  ];
  return lines.map((line) => `            ${line}`);
}
