import { NegativeFeed, type Report, SingleReport } from '#lis/contracts';
import { parseMoment } from '#lis/domain';
import type { Drill } from '../drill.js';
import { personOf, serialOf } from '../truth/index.js';
import { tubeFacts } from '../books/index.js';
import type { LedgerLine } from './ledger-line.js';

export type AuthorityBooks = ReturnType<typeof keepBooks>;
type Follow = {
  seen(serial: number, at: number): void;
  abnormal(serial: number, at: number): void;
  /** an abnormal tube's or a retest's: every desk gets it */
  single(key: string, tubeCode: string): void;
};

/**
 * What the authority knows from the reports alone. Read again from the ledger after a restart: the ledger is the
 * truth, this is its index.
 */
export function keepBooks(drill: Drill, follow: Follow) {
  const { marks, labels, violations, turnaround, outstanding, city, recollections, setup } = drill;
  const known = new Map<string, string>();
  const unreceipted = new Set<string>();
  const found = new Set<number>();
  const unplanted = new Set<number>();
  const feedNumbers = new Set<number>();
  const counts = {
    posts: 0,
    reports: 0,
    feeds: 0,
    feedTubes: 0,
    abnormal: 0,
    retests: 0,
    corrections: 0,
    repeats: 0,
    repeatsThatDiffer: 0,
    late: 0,
  };
  let lastAt = 0;

  const reported = (serial: number, releasedAt: number, at: number) => {
    if (!marks.set(serial, 'reported')) return false;
    follow.seen(serial, releasedAt);
    outstanding.end(`release:${serial}`);
    outstanding.touch();
    const { sealedAt, retest } = tubeFacts(city.plan, recollections, serial);
    if (retest) return true;
    turnaround.add('sealed-released', releasedAt - sealedAt);
    turnaround.add('released-reported', at - releasedAt);
    turnaround.add('sealed-reported', at - sealedAt);
    return true;
  };
  const seeFeed = (feed: NegativeFeed, at: number) => {
    counts.feeds += 1;
    counts.feedTubes += feed.tubes.length;
    if (feed.count !== feed.tubes.length) violations.add('feed-count-differs', `feed ${feed.feedNumber}`);
    if (feedNumbers.has(feed.feedNumber)) violations.add('feed-number-twice', `feed ${feed.feedNumber}`);
    feedNumbers.add(feed.feedNumber);
    for (const { code, releasedAt } of feed.tubes) {
      const serial = serialOf(labels, code);
      if (!reported(serial, parseMoment(releasedAt), at)) violations.add('tube-reported-twice', code);
      if (carries(serial)) violations.add('planted-tube-negative', code);
    }
  };
  const carries = (serial: number): boolean => {
    const { first, size } = tubeFacts(city.plan, recollections, serial);
    for (let person = first; person < first + size; person += 1) if (city.planted.has(person)) return true;
    return false;
  };
  const seeSingle = (report: SingleReport, at: number) => {
    if (report.kind === 'abnormal-tube') counts.abnormal += 1;
    else counts[report.kind === 'retest' ? 'retests' : 'corrections'] += 1;
    if (at > parseMoment(report.reportDueAt)) counts.late += 1;
    const serial = serialOf(labels, report.tube.code);
    reported(serial, parseMoment(report.verifiedAt), at);
    if (report.tube.purpose === 'screening' && report.outcome !== 'negative') follow.abnormal(serial, at);
    if (report.outcome === 'negative' && carries(serial))
      violations.add('planted-tube-negative', report.tube.code);
    if (report.kind !== 'retest' || report.outcome !== 'positive') return;
    const { first } = tubeFacts(city.plan, recollections, serial);
    const [person] = report.people;
    const expected = personOf(city.population, first);
    if (person?.identityNumber !== expected.identity.number || person.name !== expected.name) {
      violations.add('report-names-another', report.tube.code);
    } else (city.planted.has(first) ? found : unplanted).add(first);
  };
  return {
    counts,
    found: () => found.size,
    unplanted: () => unplanted.size,
    unreceipted: () => unreceipted.size,
    lastAt: () => lastAt,
    missingFeeds: () => (feedNumbers.size === 0 ? 0 : Math.max(...feedNumbers) - feedNumbers.size),
    /** Enters a line; null when it is a repeat or of another sweep. */
    enter(line: LedgerLine): Report | null {
      const report = JSON.parse(line.body) as Report;
      const key = `${report.reportId}:${report.version}`;
      if (line.lost) unreceipted.add(key);
      else {
        unreceipted.delete(key);
        lastAt = Math.max(lastAt, line.machine);
      }
      if (report.sweepId !== setup.sweepId) return null;
      counts.posts += 1;
      const before = known.get(key);
      if (before !== undefined) {
        counts.repeats += 1;
        if (before === line.sha256) return null;
        counts.repeatsThatDiffer += 1;
        violations.add('repeat-differs', key);
        return null;
      }
      known.set(key, line.sha256);
      counts.reports += 1;
      if (report.kind === 'negative-feed') seeFeed(NegativeFeed.parse(report), line.at);
      else seeSingle(SingleReport.parse(report), line.at);
      if (report.kind === 'abnormal-tube' || report.kind === 'retest') follow.single(key, report.tube.code);
      return report;
    },
  };
}
