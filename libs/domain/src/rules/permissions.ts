/**
 * Who acts. `site`: a tablet or the staff of a sampling site; `courier`, `authority` and further programs come through
 * interfaces; everybody else is a person with an account.
 */
export const ROLES = [
  'site',
  'courier',
  'technician',
  'verifier',
  'official',
  'administrator',
  'auditor',
  'authority',
] as const;
export type Role = (typeof ROLES)[number];

/** The one table of who may do what. Where in the city, at which laboratory: the scope of the actor, in the query. */
const holders = {
  'session.open': ['site'],
  'tube.register': ['site'],
  'tube.checkpoint': ['site'],
  'tube.amend': ['site'],
  'device.count': ['site'],
  'person.merge': ['administrator'],
  'box.hand-over': ['site', 'courier'],
  'box.receive': ['technician'],
  'tube.list-waiting': ['technician'],
  'plate.lay-out': ['technician'],
  'plate.list': ['technician'],
  'plate.read-worklist': ['technician'],
  'plate.send-orders': ['technician'],
  'plate.read-orders': ['technician'],
  'plate.read-setup': ['technician'],
  'specimen-batch.enter': ['technician'],
  'specimen-batch.correct': ['technician'],
  'specimen-batch.read': ['technician'],
  'instrument-file.preview': ['technician'],
  'instrument-file.accept': ['technician'],
  'instrument-file.list': ['technician'],
  'result.list-held': ['verifier'],
  'result.release': ['verifier'],
  'result.correct': ['verifier'],
  'conflict.decide': ['verifier'],
  'case.list': ['official'],
  'case.complete-step': ['official'],
  'case.read-names': ['official'],
  'recollection.list': ['site', 'official'],
  'report.confirm': ['authority'],
  'coverage.read': ['official', 'administrator', 'auditor'],
  'coverage.export': ['official'],
  'prevalence.read': ['official', 'administrator', 'auditor', 'technician'],
  'prevalence.read-site': ['official'],
  'prevalence.read-laboratories': ['official', 'administrator', 'auditor', 'technician'],
  'pool-advice.read': ['official', 'administrator', 'auditor'],
  'pool-advice.limit': ['administrator'],
  'design.choose': ['technician'],
  'design.decide': ['technician'],
  'city.administer': ['administrator'],
  'sweep.administer': ['administrator'],
  'place.administer': ['administrator'],
  'instrument.administer': ['administrator'],
  'instrument.list': ['technician'],
  'profile.administer': ['administrator'],
  'message.read': ['technician', 'administrator'],
  'message.replay': ['technician', 'administrator'],
  'recipient.administer': ['administrator'],
  'kit.administer': ['administrator'],
  'kit.confirm': ['administrator'],
  'actor.administer': ['administrator'],
  'drill-clock.set': ['administrator'],
  'account.administer': ['administrator'],
  'account-session.revoke': ['administrator'],
  'key.administer': ['administrator'],
  'tablet.administer': ['administrator'],
  'tablet.self': ['site'],
} as const satisfies Record<string, readonly Role[]>;

export type Permission = keyof typeof holders;
export const PERMISSIONS = Object.keys(holders) as Permission[];

/** Whether a role may do something at all (R6); its scope is asked for with the rows. */
export function may(role: Role, permission: Permission): boolean {
  return (holders[permission] as readonly Role[]).includes(role);
}
