import type { AuthorityBooks, FormatBooks } from './authority/index.js';
import { writeWhole } from './city/index.js';
import type { RecollectionTeam } from './deciders/index.js';
import type { Drill } from './drill.js';
import type { Plates } from './laboratory/index.js';
import {
  askPrevalence,
  type DrillSummary,
  noteProgress,
  type Official,
  summarise,
} from './progress/index.js';
import { sendDeviceCounts } from './tablets/index.js';

type Parts = {
  drill: Drill;
  plates: Plates;
  team: RecollectionTeam;
  books: AuthorityBooks;
  formats: FormatBooks;
  official: Official;
};

// An answer that a kill cut off is asked for again by the product within this time.
const QUIET_MS = 3000;
// The official's counts are folded behind their causes and remembered for a second.
const FUNNEL_PATIENCE_MS = 30_000;
/** nothing moves any more, and yet something is not done */
const STANDSTILL_MS = 240_000;

/** Runs until every tube is reported, every loop closed up to there and every report receipted; then sums up. */
export async function finishWhenDone(
  { drill, plates, team, books, formats, official }: Parts,
  run: (isDone: () => Promise<boolean>) => Promise<void>,
): Promise<DrillSummary> {
  const { outstanding, violations, folder, clock } = drill;
  const began = performance.now();
  let done = false;
  await run(async () => {
    const quiet = Math.min(outstanding.quietMs(), performance.now() - began);
    if (quiet > STANDSTILL_MS) {
      violations.add('drill-stands-still', JSON.stringify(openEnds({ drill, team, books, formats })));
      return true;
    }
    if (
      Object.values(openEnds({ drill, team, books, formats })).some((count) => count > 0) ||
      quiet < QUIET_MS
    )
      return false;
    const { registered, reported } = official.funnel();
    const agrees = registered === reported && registered === drill.marks.counts.sealed.screening;
    if (!agrees && quiet < FUNNEL_PATIENCE_MS) return false;
    if (!agrees) violations.add('funnel-disagrees', `registered ${registered}, reported ${reported}`);
    done = true;
    return true;
  });
  const prevalence = done ? await askPrevalence(drill) : null;
  await sendDeviceCounts(drill);
  await clock.stop();
  const summary = summarise(
    drill,
    { books, formats },
    done,
    plates.lastResultedAt(),
    official.forecast(),
    prevalence,
  );
  writeWhole(folder.summary, summary);
  await noteProgress(drill, books, official, done);
  return summary;
}

/** What is still to come before a drill is at its end; all 0: nothing is. */
function openEnds({
  drill,
  team,
  books,
  formats,
}: Pick<Parts, 'drill' | 'team' | 'books' | 'formats'>): Record<string, number> {
  const { marks, city, recollections, outstanding, schedule } = drill;
  return {
    events: schedule.size(),
    outstanding: outstanding.size(),
    unsealed: city.plan.sealedTubes - marks.counts.sealed.screening,
    unreported: city.plan.sealedTubes - marks.counts.reported.screening,
    retestsUnreported: recollections.all().length - marks.counts.reported.recollection,
    loopsIncomplete: team.incomplete(),
    withoutReceipt: books.unreceipted(),
    withoutOtherFormats: formats.missing(),
    feedsMissing: books.missingFeeds(),
  };
}
