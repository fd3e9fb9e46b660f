import type { NegativeFeed, SingleReport } from '#lis/contracts';
import { reportId } from '../making/report-id.js';

type Shape = { members: number; kind: SingleReport['kind']; outcome?: SingleReport['outcome'] };
const statuses = { 'abnormal-tube': 'preliminary', retest: 'final', correction: 'corrected' } as const;
export const tubeIdOf = (number: number) => `0190a8f2-0000-7000-8000-${String(number).padStart(12, '0')}`;

/** A report of tube 1 with as many people as members. */
export function aSingle({ members, kind, outcome = 'positive' }: Shape, names = 'Ånne|^~\\&'): SingleReport {
  return {
    reportId: reportId('tube', -1, tubeIdOf(1)),
    version: kind === 'correction' ? 2 : 1,
    realm: 'drill',
    sweepId: -1,
    reason: kind === 'correction' ? 'corrected' : 'new',
    madeAt: '2030-01-01T10:00:00.123Z',
    kind,
    status: statuses[kind],
    tube: {
      id: tubeIdOf(1),
      code: 'T-0001',
      purpose: kind === 'retest' ? 'recollection' : 'screening',
      pool: members === 1 ? 'single' : 'swab-pool',
      members,
      causeTubeId: kind === 'retest' ? tubeIdOf(9) : null,
    },
    people: Array.from({ length: members }, (_, index) => ({
      name: `${names}${index + 1}`,
      identityType: 'mainland-id',
      identityNumber: `42010119900101${String(1000 + index)}`,
      phone: `1380000${String(1000 + index)}`,
      residenceCode: '420102001',
      ordinal: index + 1,
    })),
    sampling: {
      siteCode: 'S1',
      siteName: '采样点 & Co',
      sealedAt: '2030-01-01T06:00:00.000Z',
      deviceId: -7,
    },
    custody: { handedOverAt: null, receivedAt: '2030-01-01T08:00:00.000Z' },
    laboratory: { code: 'L1', name: '实验室' },
    run: {
      instrument: 'SN1',
      runNumber: 'R7',
      plate: 'P1',
      well: 'C5',
      kit: 'demo-orf1ab-n',
      kitVersion: 1,
      kitLot: null,
      ruleVersion: 'kit@1',
    },
    calls: [
      { target: 'ORF1ab', ct: 28.41, analyserCall: 'POS' },
      { target: 'N', ct: null, analyserCall: 'NEG' },
      { target: 'IC', ct: 24.5, analyserCall: null },
      { target: 'XYZ', ct: null, analyserCall: null },
    ],
    outcome,
    verifiedBy: 'staff:-5',
    verifiedAt: '2030-01-01T09:59:00.000Z',
    reportDueAt: '2030-01-01T11:59:00.000Z',
  };
}

/** A feed of so many tubes, pools of ten and every third of one person. */
export function aFeed(tubes: number): NegativeFeed {
  return {
    reportId: reportId('feed', -1, 3),
    version: 1,
    realm: 'drill',
    sweepId: -1,
    reason: 'new',
    madeAt: '2030-01-01T10:00:00.000Z',
    kind: 'negative-feed',
    feedNumber: 3,
    tubes: Array.from({ length: tubes }, (_, index) => ({
      id: tubeIdOf(index + 100),
      code: `T-${index + 100}`,
      members: index % 3 === 2 ? 1 : 10,
      version: 1,
      // feeds of an older version do not say it
      ...(index % 5 !== 4 && { sealedAt: '2030-01-01T06:00:00.000Z' }),
      releasedAt: '2030-01-01T09:00:00.000Z',
    })),
    count: tubes,
  };
}
