import type { SpecimenCall } from '#lis/domain';
import { poolLabel } from '../designs/named-design.js';
import { columnsOf } from '../input/columns-of.js';
import { percent } from '../input/numbers.js';
import { ALERT_TEXTS } from './alert-texts.js';
import type { DecodedBatch } from './decode-batch.js';
import { specimenLabel } from './read-specimens.js';

/** What a person reads: a summary of each batch, then every specimen, those that are not negative first. */
export function tableOf(batches: readonly DecodedBatch[]): string {
  return batches.map(batchText).join('\n');
}

function batchText({ name, named, designHash, decoded, rules }: DecodedBatch): string {
  const { calls, alerts, best, alternatives, unexplainedPools, contradictedPools } = decoded;
  const label = (specimen: number) => specimenLabel(named, specimen);
  const list = (specimens: readonly number[]) =>
    specimens.length > 0 ? specimens.map(label).join(' ') : 'nobody';
  const pools = (some: readonly number[]) => some.map((pool) => poolLabel(named, pool)).join(' ');
  const of = (call: SpecimenCall['call']) =>
    calls.filter((one) => one.call === call).map(({ specimen }) => specimen);
  const lines = [
    `batch      ${name === '' ? '(one)' : name}`,
    `design     ${named.design.id}, ${named.design.specimens} specimens in ${named.design.pools} pools, sha256 ${designHash}`,
    `decoder    ${decoded.version}, ${decoded.method}, ${decoded.kind}`,
    `positive   ${list(of('presumptive-positive'))} (presumptive)`,
    `undecided  ${list(of('ambiguous'))}`,
    `negative   ${of('negative').length} of ${calls.length}`,
  ];
  if (decoded.kind === 'posterior') lines.push(`best       ${list(best)}`);
  const runnerUp = alternatives[0];
  if (runnerUp)
    lines.push(
      `runner-up  ${list(runnerUp.instead)} instead of ${list(runnerUp.of)}, ${Math.exp(runnerUp.above).toPrecision(3)} times less probable`,
    );
  if (unexplainedPools.length > 0)
    lines.push(`pools that the best explanation leaves positive: ${pools(unexplainedPools)}`);
  if (contradictedPools.length > 0)
    lines.push(`pools that it takes for falsely negative: ${pools(contradictedPools)}`);
  if (decoded.ct !== null)
    lines.push(
      `Ct         weighed explanations that hold ${percent(Number(decoded.ct.weighedShare.toFixed(3)))} of the posterior`,
    );
  for (const alert of alerts) lines.push(`ALERT      ${alert}: ${ALERT_TEXTS[alert]}`);
  if (alerts.length > 0) lines.push('           No negative leaves before a person has looked.');
  const order = [...calls].sort(
    (a, b) =>
      rank(a) - rank(b) ||
      (b.posterior ?? 0) * Number(rank(b) < 2) - (a.posterior ?? 0) * Number(rank(a) < 2) ||
      a.specimen - b.specimen,
  );
  const isWeighed = decoded.ct !== null;
  const rows = order.map((call) => [
    label(call.specimen),
    call.call,
    call.reason ?? '',
    posteriorText(call.posterior),
    ...(isWeighed ? [posteriorText(call.ct?.posteriorWithout ?? null), ctText(call.ct?.own)] : []),
    `${call.negativePools}/${call.validPools}`,
    rules[call.specimen] ?? '',
  ]);
  const heading = [
    'specimen',
    'call',
    'reason',
    'posterior',
    ...(isWeighed ? ['without Ct', 'own Ct'] : []),
    'neg/valid',
    'rule',
  ];
  return `${lines.join('\n')}\n\n${columnsOf([heading, ...rows])}`;
}

const rank = ({ call }: SpecimenCall) => ({ 'presumptive-positive': 0, ambiguous: 1, negative: 2 })[call];

const ctText = (ct: number | null | undefined): string => ct?.toFixed(1) ?? '';

/** Six places; small ones as a power of ten. */
export function posteriorText(posterior: number | null): string {
  if (posterior === null) return '';
  if (posterior === 0) return '0';
  return posterior < 1e-4 ? posterior.toExponential(2) : posterior.toFixed(6);
}
