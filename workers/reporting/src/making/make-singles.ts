import { realmOf } from '#lis/domain';
import {
  readReportPeople,
  readReportSources,
  type ReleasedResult,
  type ReportPerson,
  type ReportRow,
  type Transaction,
} from '#lis/persistence';
import { type Context, open } from '#lis/platform';
import { groupBy } from '../group-by.js';
import { sealBody } from '../report-body.js';
import { channelOf } from './channel-of.js';
import { reportDueMs } from './report-due.js';
import { singleReport, type NamedPerson } from './single-report.js';

/** A report for each abnormal tube, retest and correction of one sweep: two queries whatever their number. */
export async function makeSingles(
  context: Context,
  tx: Transaction,
  results: readonly ReleasedResult[],
  at: number,
): Promise<ReportRow[]> {
  if (results.length === 0) return [];
  const sources = new Map(
    (await readReportSources(tx, results)).map((source) => [`${source.tubeId}/${source.version}`, source]),
  );
  const people = groupBy(await readReportPeople(tx, results), ({ tubeId }) => tubeId);
  return results.flatMap((result) => {
    const source = sources.get(`${result.tubeId}/${result.version}`);
    const kind = channelOf(result);
    if (kind === 'negative-feed') return [];
    // never left out in silence: the job is tried again, and a person is told
    if (!source) throw new Error('report-source-missing');
    const named = (people.get(result.tubeId) ?? []).map((person) => nameOf(context, result.sweepId, person));
    const report = singleReport(kind, result, source, named, at);
    return {
      id: report.reportId,
      version: report.version,
      sweepId: result.sweepId,
      kind,
      tubeId: result.tubeId,
      feedNumber: null,
      tubes: 1,
      ...sealBody(context, report),
      madeAt: at,
      dueAt: result.releasedAt + reportDueMs,
    };
  });
}

/** The one place of this process where names are opened: into a body that is sealed again at once. */
function nameOf({ keys }: Context, sweepId: number, person: ReportPerson): NamedPerson {
  const { personId, particulars, dataKeyId, ordinal, residenceCode } = person;
  // of a person whose retention has ended nothing is known any more
  const opened =
    particulars.length === 0
      ? '{}'
      : open(keys, realmOf(sweepId), dataKeyId, particulars, `person:${personId}:particulars`);
  const { type, number, name, phone } = JSON.parse(opened) as Record<string, string | undefined>;
  return {
    name: name ?? '',
    identityType: type ?? 'none',
    identityNumber: number ?? '',
    phone: phone ?? '',
    residenceCode,
    ordinal,
  };
}
