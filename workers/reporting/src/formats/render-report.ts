import type { Report } from '#lis/contracts';
import type { Recipient } from '#lis/persistence';
import { elrOfFeed } from './elr/elr-of-feed.js';
import { elrOfSingle } from './elr/elr-of-single.js';
import { fhirOfFeed } from './fhir/fhir-of-feed.js';
import { fhirOfSingle } from './fhir/fhir-of-single.js';
import { messageId } from './message-id.js';

export type Rendered = {
  contentType: string;
  body: string;
  /** MSH-10 or BHS-11 of ELR; of every format the id that the request is signed with */
  messageId: string;
  /** how many entries a transaction has, and so its answer; 1 for everything else */
  entries: number;
};
type Settings = Pick<Recipient, 'id' | 'format' | 'url' | 'receivingApplication' | 'receivingFacility'>;

/**
 * The bytes of a report for one recipient: out of the kept JSON and the recipient's settings, and nothing else, so
 * that every repeat is byte-identical (law 7). JSON goes out as it is kept.
 */
export function renderReport(
  kept: string,
  { reportId, version }: { reportId: string; version: number },
  recipient: Settings,
): Rendered {
  const id = messageId('delivery', reportId, version, recipient.id);
  if (recipient.format === 'json') {
    return { contentType: 'application/json', body: kept, messageId: id, entries: 1 };
  }
  const report = JSON.parse(kept) as Report;
  if (recipient.format === 'elr') {
    const body =
      report.kind === 'negative-feed'
        ? elrOfFeed(report, { ...envelopeOf(report, recipient), facility: null }, id)
        : elrOfSingle(report, { ...envelopeOf(report, recipient), facility: report.laboratory }, id);
    return { contentType: 'application/hl7-v2; charset=utf-8', body, messageId: id, entries: 1 };
  }
  const bundle = report.kind === 'negative-feed' ? fhirOfFeed(report) : fhirOfSingle(report);
  const entries = bundle.entry?.length ?? 0;
  return { contentType: 'application/fhir+json', body: JSON.stringify(bundle), messageId: id, entries };
}

const envelopeOf = ({ realm, madeAt }: Report, recipient: Settings) => ({
  realm,
  madeAt,
  receivingApplication: recipient.receivingApplication,
  receivingFacility: recipient.receivingFacility,
  acknowledged: /^mllps?:/.test(recipient.url),
});
