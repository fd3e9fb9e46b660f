import type { Hl7Message } from '../message/read-message.js';
import { groupSpecimens } from './group-specimens.js';
import type { InstrumentResults } from './instrument-results.js';
import type { PlateGeometry } from './normalise-well.js';
import { PLATE_96 } from './normalise-well.js';
import { readSpecimen } from './read-specimen.js';
import { readQcFlag } from './specimen-role.js';

/**
 * The readings in an analyser's message: ORU^R01 (2.3.1 and 2.5.1) and OUL^R22/R23, one specimen or a whole plate.
 * Anything else is `not-results` with its message type. Never throws. A reading is reported as the analyser
 * sent it; whether it is positive is the assay's rule, not this reader's. `plate` tells how wells are counted.
 */
export function readInstrumentResults(
  message: Hl7Message,
  plate: PlateGeometry = PLATE_96,
): InstrumentResults {
  const msh = message.first('MSH');
  const messageType = msh?.text(9) ?? '';
  const trigger = msh?.text(9, 0, 1) ?? '';
  if (msh === undefined || !carriesResults(messageType, trigger))
    return { kind: 'not-results', messageType: trigger === '' ? messageType : `${messageType}^${trigger}` };
  const qcFlag = readQcFlag(msh.text(16));
  const timeOfOrder = /^2[.,][123]/.test(msh.text(12));
  const specimens = groupSpecimens(message.segments).map((group) =>
    readSpecimen(group, { qcFlag, timeOfOrder, plate }),
  );
  return { kind: 'results', specimens, qcFlag };
}

function carriesResults(type: string, trigger: string): boolean {
  if (type === 'ORU') return trigger === 'R01' || trigger === '';
  return type === 'OUL' && (trigger === 'R22' || trigger === 'R23');
}
