import { type DrillSummary, holdsTruth } from './progress/index.js';

/** Whether a drill held what the design promises; an empty list: it did. */
export function judgeDrill(summary: DrillSummary): string[] {
  const { positives, reports, formats, tubes, counts } = summary;
  const broken: string[] = [];
  const require = (holds: boolean, text: string) => {
    if (!holds) broken.push(text);
  };
  require(summary.done, 'the drill did not come to its end');
  require(positives.found ===
    positives.planted, `positives: ${positives.planted} planted, ${positives.found} found`);
  require(positives.unplantedReported ===
    0, `${positives.unplantedReported} people reported who carry nothing`);
  require(reports.withoutReceipt === 0, `${reports.withoutReceipt} reports without a receipt`);
  require(reports.late === 0, `${reports.late} reports came late`);
  require(reports.repeatsThatDiffer === 0, `${reports.repeatsThatDiffer} repeats differ from the first`);
  require(reports.missingFeeds === 0, `${reports.missingFeeds} numbers of feeds are missing`);
  for (const [format, { missing }] of Object.entries(formats))
    require(missing === 0, `${missing} reports without a receipt of ${format}`);
  require(counts.sealedMembers >=
    summary.people, `${counts.sealedMembers} of ${summary.people} people sampled`);
  require(tubes.reported ===
    tubes.screening +
      tubes.recollection, `${tubes.reported} of ${tubes.screening + tubes.recollection} tubes reported`);
  const estimate = summary.prevalence;
  require(estimate !== null, 'no prevalence was estimated from all tubes');
  if (estimate)
    require(holdsTruth(
      estimate,
    ), `prevalence ${percent(estimate.planted)} planted, ${percent(estimate.estimate)} estimated`);
  require(counts.lookUps > 0, 'nobody was answered who looked up a result');
  for (const { code, count, examples } of summary.violations)
    broken.push(`${code} × ${count}: ${examples[0] ?? ''}`);
  return broken;
}

const percent = (share: number) => `${Number((100 * share).toPrecision(2))} %`;

/** The summary as a person reads it. */
export function summaryLines(summary: DrillSummary): string[] {
  const { people, tubes, plates, positives, reports, formats, counts, turnaround, forecast, prevalence } =
    summary;
  const number = (value: number) => value.toLocaleString('en-US');
  const hours = (minutes: number) =>
    `${Math.floor(minutes / 60)} h ${String(minutes % 60).padStart(2, '0')} min`;
  const stages = Object.entries(turnaround).map(
    ([stage, { p50, p95 }]) => `  ${stage.padEnd(18)} p50 ${hours(p50)}, p95 ${hours(p95)}`,
  );
  const broken = judgeDrill(summary);
  return [
    `People      ${number(people)} in ${number(tubes.screening)} tubes and ${number(tubes.recollection)} re-collections`,
    `Laboratory  ${number(counts.boxes)} boxes, ${number(plates.laidOut)} plates, ${plates.rejectedRuns} rejected runs, ${number(counts.wellsSent)} wells sent`,
    `Positives   ${positives.planted} planted, ${positives.found} found, ${positives.unplantedReported} reported who carry nothing`,
    `Reports     ${number(reports.reports)} (${number(reports.feedTubes)} tubes in ${reports.feeds} feeds), ${reports.repeats} repeats, ${reports.late} late, ${reports.withoutReceipt} without a receipt`,
    `As ELR, FHIR ${number(formats.elr.reports)}, ${number(formats.fhir.reports)} receipted, ${formats.elr.repeats + formats.fhir.repeats} repeats`,
    `Look-ups    ${number(counts.lookUps)} of people who carry the virus`,
    'Turnaround (simulated)',
    ...stages,
    forecast === null
      ? 'Forecast    none was asked for'
      : `Forecast    at half of the people: ${forecast.error === null ? forecast.kind : `${(forecast.error * 100).toFixed(1)} % off`}`,
    prevalence === null
      ? 'Prevalence  none was estimated'
      : `Prevalence  ${percent(prevalence.planted)} planted, ${percent(prevalence.estimate)} estimated (${percent(prevalence.low)} – ${percent(prevalence.high)}) from ${number(prevalence.pools)} tubes`,
    `Sweep       ${hours(summary.simulatedMinutes)} simulated, ${summary.wallSeconds} s real, ${number(summary.peoplePerSecond)} people/s`,
    ...(broken.length === 0 ? ['Everything held.'] : ['Broken:', ...broken.map((line) => `  ${line}`)]),
  ];
}
