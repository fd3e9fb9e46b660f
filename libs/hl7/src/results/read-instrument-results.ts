import type { Hl7Message } from '../message/read-message.js';
import { genericProfile } from '../profiles/generic.js';
import { readingRules } from '../profiles/reading-rules.js';
import type { SenderProfile } from '../profiles/sender-profile.js';
import { groupSpecimens } from './group-specimens.js';
import type { InstrumentResults } from './instrument-results.js';
import { readSpecimen } from './read-specimen.js';
import { readQcFlag } from './specimen-role.js';

/**
 * The readings in an analyser's message, one specimen or a whole plate, as its sender's profile has them; without one
 * ORU^R01 (2.3.1 and 2.5.1) and OUL^R22/R23. Anything else is `not-results` with its message type. Never throws for
 * a message. A reading is reported as the analyser sent it; whether it is positive is the assay's rule, not this
 * reader's. `kitId`: of the plate, where a code's target depends on the kit; the specimens stay the same.
 */
export function readInstrumentResults(
  message: Hl7Message,
  profile: SenderProfile = genericProfile,
  kitId: string | null = null,
): InstrumentResults {
  const rules = readingRules(profile);
  const msh = message.first('MSH');
  const messageType = msh?.text(9) ?? '';
  const trigger = msh?.text(9, 0, 1) ?? '';
  const name = trigger === '' ? messageType : `${messageType}^${trigger}`;
  if (msh === undefined || !rules.messageTypes.has(name)) return { kind: 'not-results', messageType: name };
  const qcFlag = profile.qualityControl.messageFlag ? readQcFlag(msh.text(16)) : null;
  const timeOfOrder = /^2[.,][123]/.test(msh.text(12));
  const specimens = groupSpecimens(message.segments, profile.oneSpecimenAMessage).map((group) =>
    readSpecimen(group, { msh, qcFlag, timeOfOrder, kitId, rules }),
  );
  return { kind: 'results', specimens, qcFlag };
}
