import type { LaboratoriesAnswer } from '#lis/contracts';
import { type Comparison, compareWithOthers, momentText } from '#lis/domain';
import type { Actor, Context } from '#lis/platform';
import { requireLaboratory } from './decide-design.js';
import { groupRows } from './group-rows.js';
import { type LaboratoryShare, poolsByLaboratory, sharedStrata } from './laboratory-counts.queries.js';
import { readLimits } from './limits.queries.js';
import { poolsLine } from './pool-lines.js';
import { testOfSweep } from './pool-test.js';
import { withoutTellingLaboratories } from './withhold-laboratories.js';
import type { Scope } from './scope-of-question.js';

type Line = LaboratoriesAnswer['laboratories'][number];
export type Compared = Omit<LaboratoriesAnswer, 'laboratories'> & {
  laboratories: (Line & { laboratoryId: number })[];
};

/**
 * Every laboratory's screening pools, and whether its share of positive ones differs from the others' by more than
 * chance explains: on the same sites, and in the whole part of the city that is asked for. Whose share is out of line on
 * the same sites has contamination or a bad kit rather than other people.
 */
export async function compareLaboratories(
  { db, clock }: Pick<Context, 'db' | 'clock'>,
  { role }: Pick<Actor, 'role'>,
  { sweep, topId, parent }: Scope,
): Promise<Compared> {
  const counts = await poolsByLaboratory(db, sweep.id, topId);
  const test = await testOfSweep(db, sweep.id, (await readLimits(db, sweep.id)).dilution);
  const sameSites = compared(await sharedStrata(db, sweep.id, topId));
  const inSweep = compared(
    counts
      .map(({ laboratoryId: who, day, size, positive, negative }) => ({
        stratum: `${day} ${size}`,
        who,
        pools: positive + negative,
        positive,
      }))
      .filter(({ pools }) => pools > 0),
  );
  const lines = [...groupRows(counts, ({ laboratoryId }) => laboratoryId)].map(([laboratoryId, own]) => ({
    laboratoryId,
    code: own[0]?.code ?? '',
    name: own[0]?.name ?? '',
    ...poolsLine(own, test.testOf, 'official'),
    sameSites: sameSites.get(laboratoryId) ?? null,
    inSweep: inSweep.get(laboratoryId) ?? null,
    withheld: false,
  }));
  const isOut = (line: Line) => Number(Boolean(line.sameSites?.outOfLine ?? line.inSweep?.outOfLine));
  return {
    asOf: momentText(clock.now(sweep.realm)),
    parent,
    test: test.source,
    laboratories: (role === 'official' ? lines : withoutTellingLaboratories(lines)).sort(
      (one, other) => isOut(other) - isOut(one),
    ),
  };
}

/** A technician's own line; everybody else's are all. */
export function ownOf({ laboratories, ...answer }: Compared, actor: Actor): LaboratoriesAnswer {
  const ownId = actor.role === 'technician' ? requireLaboratory(actor) : null;
  return {
    ...answer,
    laboratories: laboratories.flatMap(({ laboratoryId, ...line }) =>
      ownId === null || laboratoryId === ownId ? [line] : [],
    ),
  };
}

const compared = (shares: readonly LaboratoryShare[]): Map<number, Comparison | null> =>
  compareWithOthers([...groupRows(shares, ({ stratum }) => stratum).values()]);
