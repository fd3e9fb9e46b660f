import { genericProfile } from './generic.js';
import type { SenderProfile } from './sender-profile.js';

/** IHE LAW (PaLM TF-2b, LAB-27/28/29): OUL^R22 in 2.5.1, MSH-16 is an acknowledgement condition, OBX-4 the run. */
const law: SenderProfile = {
  ...genericProfile,
  id: 'ihe-law',
  name: 'IHE LAW (OUL^R22, QBP^Q11, OML^O33)',
  answerVersion: '2.5.1',
  messageTypes: ['OUL^R22', 'OUL^R23'],
  specimenCode: ['SPM-2.1', 'SAC-3'],
  qualityControl: { ...genericProfile.qualityControl, messageFlag: false },
  worklist: 'law',
};

/**
 * The Chinese 2.3.1 family (Mindray, YHLO, Dirui …): empty MSH-3/4, MSH-16 marks quality control, GBK whatever
 * MSH-18 says, control ids from 1 at each start; asks with QRY^Q02. It knows tubes, not plates.
 */
const qryQ02: SenderProfile = {
  ...genericProfile,
  id: 'qry-q02',
  name: 'HL7 2.3.1 with QRY^Q02/DSR^Q03',
  identifiedBy: 'connection',
  characterSet: 'GBK',
  answerVersion: '2.3.1',
  messageTypes: ['ORU^R01', 'ORU'],
  specimenCode: ['OBR-2', 'OBR-3', 'PID-3'],
  plateCode: ['SAC-10'],
  qualityControl: { ...genericProfile.qualityControl, specimenRole: false },
  placement: 'by-tube',
  worklist: 'qry-q02',
};

/**
 * GeneXpert: one group of segments for each target, no plate, controls inside the cartridge. Names stand where its
 * LIS protocol has them in ASTM, `^G4v5^^TBPos^^^Probe D^Ct`; a value is `call^number`, and Ct 0 is no Ct.
 */
const geneXpert: SenderProfile = {
  ...genericProfile,
  id: 'genexpert',
  name: 'Cepheid GeneXpert',
  messageTypes: ['ORU^R01', 'ORU'],
  specimenCode: ['SPM-2.1', 'SPM-2.2', 'OBR-2', 'OBR-3', 'PID-3'],
  oneSpecimenAMessage: true,
  plateCode: [],
  targetNames: ['OBX-3.7'],
  measure: { field: 'OBX-3.8', ct: ['Ct'], ignored: ['EndPt', 'Delta Ct', 'Conc/LOG'] },
  ct: { ...genericProfile.ct, field: 'OBX-5.2', noCtWords: ['NOCT', 'NONE', '-'] },
  // a cartridge without a result reports Ct 0 for every target, which must not be read as "nothing found"
  calls: [
    { word: 'NO RESULT', call: 'INV' },
    { word: 'FAIL', call: 'INV' },
    { word: 'PASS', call: 'POS' },
  ],
  targets: [
    { code: 'SPC', target: 'IC' },
    { code: 'N2', target: 'N' },
  ],
  placement: 'sample-to-answer',
};

/** cobas 6800/8800: OUL^R22 in 2.5, POS, NEG or INVALID for each target and no Ct, its controls run by itself. */
const cobas6800: SenderProfile = {
  ...genericProfile,
  id: 'cobas-6800',
  name: 'Roche cobas 6800/8800',
  messageTypes: ['OUL^R22'],
  specimenCode: ['SPM-2.1', 'SAC-3'],
  plateCode: [],
  ct: { ...genericProfile.ct, sent: false },
  calls: [{ word: 'VALID', call: 'POS' }],
  qualityControl: { ...genericProfile.qualityControl, messageFlag: false },
  placement: 'sample-to-answer',
};

/**
 * LIS2-A2 as the standard has it: O-3 is the specimen, R-3.4 the test, O-4 plate and well where the analyser was told
 * them with its orders. Senders name themselves as they like (H-5): the connection tells who it is.
 */
const lis2: SenderProfile = {
  ...genericProfile,
  id: 'lis2',
  name: 'ASTM (LIS1-A, LIS2-A2)',
  protocol: 'astm',
  identifiedBy: 'connection',
  messageTypes: ['OUL^R22'],
  specimenCode: ['SPM-2.1'],
  plateCode: [],
  wells: { ...genericProfile.wells, fields: ['OBR-3.2'] },
  runNumber: [],
  targetNames: ['OBX-3.4', 'OBX-3.5', 'OBX-3.1', 'OBX-3.2'],
  qualityControl: { ...genericProfile.qualityControl, messageFlag: false },
  placement: 'by-tube',
  worklist: 'astm',
};

/**
 * GeneXpert over ASTM (Cepheid's LIS interface protocol): the main result names assay, cartridge and lot, those of
 * analytes and their Ct follow it. It takes orders that it asks for and none unasked.
 */
const geneXpertAstm: SenderProfile = {
  ...geneXpert,
  id: 'genexpert-astm',
  name: 'Cepheid GeneXpert over ASTM',
  protocol: 'astm',
  identifiedBy: 'connection',
  messageTypes: ['OUL^R22'],
  specimenCode: ['SPM-2.1'],
  oneSpecimenAMessage: false,
  runNumber: ['OBX-18.4'],
  equipment: { serial: 'OBX-18.2', kitLot: 'OBX-18.5' },
  qualityControl: { ...geneXpert.qualityControl, messageFlag: false },
  worklist: 'astm',
};

/** The profiles that every installation has; entered ones with the same id are later versions of them. */
export const builtInProfiles: readonly SenderProfile[] = [
  genericProfile,
  law,
  qryQ02,
  geneXpert,
  cobas6800,
  lis2,
  geneXpertAstm,
];

const byId = new Map(builtInProfiles.map((profile) => [profile.id, profile]));

/** A built-in profile by its id; undefined for one that an administrator entered. */
export function profileOf(id: string): SenderProfile | undefined {
  return byId.get(id);
}
