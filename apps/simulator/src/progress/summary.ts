import type { Counts, Percentiles, Stage, Violation } from '../books/index.js';
import type { AuthorityBooks, FormatBooks, FormatCounts } from '../authority/index.js';
import { type Drill } from '../drill.js';
import type { DrillOptions } from '../options.js';
import type { PrevalenceCheck } from './estimate.js';

export type ForecastCheck = {
  /** drill time (epoch ms) at which half of the people had been sampled */
  askedAt: number;
  kind: string;
  finishAt: number | null;
  finishedAt: number;
  /** of the whole duration from the sweep's start; null when nothing was forecast */
  error: number | null;
};
/** What a drill came to: summary.json. */
export type DrillSummary = {
  done: boolean;
  options: DrillOptions;
  sweepId: number;
  people: number;
  tubes: { screening: number; recollection: number; reported: number };
  plates: { laidOut: number; runs: number; rejectedRuns: number };
  positives: { planted: number; found: number; unplantedReported: number };
  reports: AuthorityBooks['counts'] & { withoutReceipt: number; missingFeeds: number };
  /** what the desks for other formats got of abnormal tubes and retests */
  formats: { elr: FormatCounts; fhir: FormatCounts };
  turnaround: Record<Stage, Percentiles>;
  counts: Counts;
  forecast: ForecastCheck | null;
  /** null: the official never saw all tubes in it */
  prevalence: PrevalenceCheck | null;
  /** simulated minutes from the sweep's start to the last result of a screening tube */
  simulatedMinutes: number;
  /** real seconds from the first request of a tablet to the last receipt */
  wallSeconds: number;
  peoplePerSecond: number;
  violations: Violation[];
};

export type AskedForecast = { at: number; kind: string; finishAt: number | null };

export function summarise(
  drill: Drill,
  { books, formats }: { books: AuthorityBooks; formats: FormatBooks },
  done: boolean,
  lastResultedAt: number,
  asked: AskedForecast | null,
  prevalence: PrevalenceCheck | null,
): DrillSummary {
  const { city, setup, marks, counts, violations, turnaround } = drill;
  const wallSeconds =
    drill.firstRequestAt === null ? 0 : Math.max(0, books.lastAt() - drill.firstRequestAt) / 1000;
  return {
    done,
    options: city.options,
    sweepId: setup.sweepId,
    people: city.options.people,
    tubes: {
      screening: marks.counts.sealed.screening,
      recollection: marks.counts.sealed.recollection,
      reported: marks.counts.reported.screening + marks.counts.reported.recollection,
    },
    plates: { laidOut: counts.plates, runs: counts.runs, rejectedRuns: counts.rejectedRuns },
    positives: { planted: city.planted.size, found: books.found(), unplantedReported: books.unplanted() },
    reports: { ...books.counts, withoutReceipt: books.unreceipted(), missingFeeds: books.missingFeeds() },
    formats: { elr: formats.counts('elr'), fhir: formats.counts('fhir') },
    turnaround: turnaround.percentiles(),
    counts,
    forecast: asked && {
      askedAt: asked.at,
      kind: asked.kind,
      finishAt: asked.finishAt,
      finishedAt: lastResultedAt,
      error:
        asked.finishAt === null
          ? null
          : Math.abs(asked.finishAt - lastResultedAt) / (lastResultedAt - setup.startsAt),
    },
    prevalence,
    simulatedMinutes: Math.round((lastResultedAt - setup.startsAt) / 60_000),
    wallSeconds: Math.round(wallSeconds * 10) / 10,
    peoplePerSecond: wallSeconds > 0 ? Math.round(city.options.people / wallSeconds) : 0,
    violations: violations.list(),
  };
}
