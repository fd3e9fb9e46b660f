import type { CasePersons, CasePersonsRequest } from '#lis/contracts';
import { writeAudit } from '#lis/persistence';
import { type Actor, type Context, open, Rejection } from '#lis/platform';
import type { z } from 'zod';
import { type CasePerson, findCasePersons } from './case-persons.queries.js';
import { writeRemark } from '../remarks/index.js';
import { requireOwnRealm } from './require-own-realm.js';

type Answer = z.infer<typeof CasePersons>;

/**
 * The names of the people of one open case of the official's own jurisdiction (law 11, R6). The look is in the audit
 * with its purpose (a remark's id and commitment) before anything is answered, and so is a look that was refused.
 * @throws Rejection 403 `realm-mixed` `jurisdiction-missing`, 404 `case-unknown`: also a closed or somebody else's one
 */
export async function readNames(
  context: Context,
  actor: Actor,
  { caseId, purpose }: z.infer<typeof CasePersonsRequest>,
): Promise<Answer> {
  const { db, clock, keys } = context;
  requireOwnRealm(actor, caseId);
  const { jurisdictionId } = actor;
  if (jurisdictionId === null) throw new Rejection(403, 'jurisdiction-missing');
  const people = await db.begin(async (tx) => {
    const found = await findCasePersons(tx, caseId, jurisdictionId);
    const personIds = found.map(({ personId }) => personId);
    const remark = await writeRemark(tx, context, actor, { about: 'names-read', text: purpose, personIds });
    await writeAudit(tx, [
      {
        at: clock.now(actor.realm),
        sweepId: null,
        actor: actor.name,
        origin: actor.origin,
        action: found.length > 0 ? 'names-read' : 'names-refused',
        subject: `case:${caseId}`,
        detail: { purpose: remark, persons: personIds },
      },
    ]);
    return found;
  });
  if (people.length === 0) throw new Rejection(404, 'case-unknown');
  return {
    caseId,
    people: people.map((person) => ({
      personId: person.personId,
      tubeCode: person.tubeCode,
      ordinal: person.ordinal,
      residenceCode: person.residenceCode,
      particulars: particularsOf(person),
    })),
  };

  function particularsOf({ personId, dataKeyId, particulars }: CasePerson) {
    if (particulars.length === 0) return null;
    const text = open(keys, actor.realm, dataKeyId, particulars, `person:${personId}:particulars`);
    const { type, number, name, phone } = JSON.parse(text) as Record<string, string | undefined>;
    return {
      name: name ?? '',
      phone: phone ?? '',
      identityType: type ?? 'none',
      identityNumber: number ?? '',
    };
  }
}
