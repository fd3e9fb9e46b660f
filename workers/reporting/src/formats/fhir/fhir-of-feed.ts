import type { NegativeFeed } from '#lis/contracts';
import type { Bundle, DiagnosticReport, Specimen } from 'fhir/r4.js';
import { reportId as stableUuid } from '../../making/report-id.js';
import { findingOf, overallTest, poolMethod, respiratorySpecimen } from '../report-codes.js';
import { localId, loinc, snomed, uuidId } from './coding.js';
import { pooled } from './specimens.js';
import { createdOnce, type Entry, transaction } from './transaction.js';

/**
 * A feed of released negatives as one transaction, an entry for each tube, so that the answer's entries are the count
 * of the receipt (law 7). The specimen is contained: a feed says of a tube its code, its number of members and its
 * finding, names nobody and has no Ct.
 */
export const fhirOfFeed = (feed: NegativeFeed): Bundle =>
  transaction(
    stableUuid('bundle', feed.reportId, feed.version),
    feed.realm,
    feed.madeAt,
    feed.tubes.map((tube) => tubeEntry(feed.sweepId, tube)),
  );

function tubeEntry(sweepId: number, tube: NegativeFeed['tubes'][number]): Entry {
  // the identity that a correction of this tube would be reported under
  const id = stableUuid('tube', sweepId, tube.id);
  const finding = findingOf('negative', tube.members);
  const pool = poolMethod(tube.members);
  const resource: DiagnosticReport = {
    resourceType: 'DiagnosticReport',
    contained: [specimenOf(tube)],
    identifier: [uuidId(id)],
    status: 'final',
    code: loinc(overallTest),
    ...(tube.sealedAt && { effectiveDateTime: tube.sealedAt }),
    issued: tube.releasedAt,
    specimen: [{ reference: '#tube' }],
    conclusion: pool ? `${finding.name}, ${pool.name}` : finding.name,
    conclusionCode: [snomed(finding)],
  };
  return { id, resource, request: createdOnce(resource, uuidId(id)) };
}

const specimenOf = ({ id, code, members, sealedAt }: NegativeFeed['tubes'][number]): Specimen => ({
  resourceType: 'Specimen',
  id: 'tube',
  ...(members > 1 && { extension: [pooled] }),
  identifier: [uuidId(id)],
  accessionIdentifier: localId('tube', code),
  type: snomed(respiratorySpecimen),
  ...(sealedAt && { collection: { collectedDateTime: sealedAt } }),
});
