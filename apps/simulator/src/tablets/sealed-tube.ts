import { createHash } from 'node:crypto';
import { type Member, type SealedTube, sealedTubeText } from '#lis/contracts';
import { momentText } from '#lis/domain';
import { tubeFacts } from '../books/index.js';
import { deviceIndex } from '../city/index.js';
import type { Drill } from '../drill.js';
import { deviceOf, namedId, personOf, tabletTime, tubeCode, tubeId } from '../truth/index.js';

/** The session of a tablet: one a day. */
export const sessionId = ({ labels, setup }: Drill, device: number): string =>
  namedId(labels, `session ${device}`, setup.startsAt);

/** The id that the tablet gives a tube; its time is the tablet's own. */
export function idOfTube(drill: Drill, serial: number): string {
  const { plan } = drill.city;
  const recollection = drill.recollections.of(serial);
  const at = recollection
    ? recollection.sealedAt
    : tabletTime(plan, tubeFacts(plan, drill.recollections, serial).site, serial);
  return tubeId(drill.labels, serial, at);
}

/** A sealed tube as JSON, always the same bytes for the same serial, so that any line can be sent again. */
export function sealedTubeJson(drill: Drill, serial: number): string {
  const { city, labels, setup, recollections } = drill;
  const { first, size, site, retest } = tubeFacts(city.plan, recollections, serial);
  const recollection = recollections.of(serial);
  const at = recollection ? recollection.sealedAt : tabletTime(city.plan, site, serial);
  const device = deviceIndex(site, recollection ? 0 : deviceOf(city.plan, site, serial));
  const members: Member[] = [];
  for (let person = first; person < first + size; person += 1)
    members.push(personOf(city.population, person));
  const tube: SealedTube = {
    id: tubeId(labels, serial, at),
    bodyHash: '',
    code: tubeCode(labels, serial),
    sweepId: setup.sweepId,
    sessionId: sessionId(drill, device),
    purpose: retest ? 'recollection' : 'screening',
    causeTubeId: recollection ? idOfTube(drill, recollection.cause) : null,
    sealedAt: momentText(at),
    members,
  };
  tube.bodyHash = createHash('sha256').update(sealedTubeText(tube)).digest('hex');
  return JSON.stringify(tube);
}
