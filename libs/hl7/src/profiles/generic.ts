import type { SenderProfile } from './sender-profile.js';

/** Words of analysers for "no curve crossed the threshold" (ABI, LightCycler, CFX, SLAN, GeneXpert, Chinese exports). */
const noCtWords =
  'UNDETERMINED UNDET UND NOCT NO-CT NOCQ NAN N/A NA NONE NULL NEG NEGATIVE - -- — – 无 无CT 未检出'.split(
    ' ',
  );

/** ORU^R01 2.3.1 to 2.5.1 and OUL^R22/R23 as the standard has them: what an instrument without another profile speaks. */
export const genericProfile: SenderProfile = {
  id: 'generic',
  version: 1,
  name: 'HL7 v2, ORU^R01 and OUL^R22',
  protocol: 'hl7',
  identifiedBy: 'names',
  characterSet: null,
  answerVersion: null,
  messageTypes: ['ORU^R01', 'ORU', 'OUL^R22', 'OUL^R23'],
  // SPM-2 is placer&namespace^filler&namespace: the placer's id is the barcode that the laboratory gave out
  specimenCode: ['SPM-2.1', 'SPM-2.2', 'SAC-3', 'OBR-2', 'OBR-3'],
  oneSpecimenAMessage: false,
  plateCode: ['SAC-10'],
  wells: { fields: ['SAC-11'], rows: 8, columns: 12, order: 'rows', zeroBased: false },
  runNumber: ['OBX-4'],
  targetNames: ['OBX-3.1', 'OBX-3.2', 'OBX-3.4', 'OBX-3.5'],
  measure: null,
  ct: { sent: true, field: 'OBX-5.1', noCtWords, zeroIsNoCt: true, noCtFrom: null, decimalComma: true },
  calls: [],
  qualityControl: {
    messageFlag: true,
    specimenRole: true,
    codePrefixes: [
      { prefix: 'NC-', role: 'control-negative' },
      { prefix: 'PC-', role: 'control-positive' },
      { prefix: 'EC-', role: 'control-extraction' },
    ],
    field: null,
  },
  targets: [],
  placement: 'by-plate',
  kit: null,
  // it is not known what such an instrument speaks: it is answered in the language that it asks in
  worklist: 'any',
};
