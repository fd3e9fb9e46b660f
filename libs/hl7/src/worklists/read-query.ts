import { parseHl7Time } from '../message/hl7-time.js';
import type { Hl7Message } from '../message/read-message.js';
import type { Segment } from '../message/segment.js';

/** What an instrument asks for. Codes are as they were sent, trimmed; times are epoch ms. */
export type Wanted =
  | { by: 'code'; code: string }
  /** a plate, or one place of it; `place` as SAC-11 is written */
  | { by: 'carrier'; code: string; place: string | null }
  | { by: 'time'; from: number; to: number };

export type WorklistQuery =
  | {
      kind: 'query';
      dialect: 'law' | 'qry-q02';
      /** QPD-2, or QRD-4: comes back in the answer */
      tag: string;
      wanted: Wanted;
      /** QPD, or QRD and QRF, as they were sent: mirrored byte for byte */
      mirrored: readonly string[];
    }
  | {
      kind: 'refused';
      dialect: 'law' | 'qry-q02';
      reason: QueryFault;
      tag: string;
      mirrored: readonly string[];
    }
  | { kind: 'not-a-query' };

/**
 * `everything`: all open orders at once are asked for, which nobody is given; `query-not-of-profile`: in a dialect that
 * the instrument's profile does not have.
 */
export type QueryFault =
  | 'query-not-of-profile'
  | 'no-definition'
  | 'unknown-query'
  | 'everything'
  | 'no-code'
  | 'code-too-long'
  | 'no-time';

/** Longer than any barcode that a tube, a plate or a rack can have. */
const maxCodeLength = 80;

/**
 * Reads IHE LAW's `QBP^Q11` (LAB-27: QPD-1 WOS with the tube in QPD-3, WOS_BY_RACK with the carrier in QPD-4 and the
 * place in QPD-5; cobas pro's INISEQ names both and means the tube) and the `QRY^Q02` of 2.3.1 analysers (QRD-8
 * the barcode, or QRD-8 empty and QRF-2, QRF-3 a time range; QRD-10 `plate^place` where the sample has no barcode).
 * Times without a zone are at `defaultOffsetMinutes` east of UTC. Never throws.
 */
export function readWorklistQuery(message: Hl7Message, defaultOffsetMinutes = 480): WorklistQuery {
  const msh = message.first('MSH');
  const type = `${msh?.text(9)}^${msh?.text(9, 0, 1)}`;
  if (type === 'QBP^Q11') return readLaw(message.first('QPD'));
  if (type === 'QRY^Q02')
    return readDisplayQuery(message.first('QRD'), message.first('QRF'), defaultOffsetMinutes);
  return { kind: 'not-a-query' };
}

function readLaw(qpd: Segment | undefined): WorklistQuery {
  const about = { dialect: 'law' as const, tag: qpd?.text(2) ?? '', mirrored: qpd ? [qpd.raw] : [] };
  const refuse = (reason: QueryFault) => ({ kind: 'refused' as const, reason, ...about });
  if (qpd === undefined) return refuse('no-definition');
  const name = qpd.text(1).trim().toUpperCase();
  if (name === 'WOS_ALL') return refuse('everything');
  const tube = qpd.text(3).trim();
  const carrier = qpd.text(4).trim();
  const place = (qpd.field(5) ?? '').replaceAll(qpd.delimiters.component || '^', '^').trim();
  if (name === 'WOS_BY_RACK')
    // WOS_BY_RACK leaves QPD-3 empty; middleware that puts the rack there means the same
    return given(about, { by: 'carrier', code: carrier || tube, place: place === '' ? null : place });
  if (name !== 'WOS' && name !== 'INISEQ') return refuse('unknown-query');
  return given(about, { by: 'code', code: tube });
}

function readDisplayQuery(
  qrd: Segment | undefined,
  qrf: Segment | undefined,
  defaultOffset: number,
): WorklistQuery {
  const about = {
    dialect: 'qry-q02' as const,
    tag: qrd?.text(4) ?? '',
    mirrored: [qrd, qrf].flatMap((segment) => (segment ? [segment.raw] : [])),
  };
  if (qrd === undefined) return { kind: 'refused', reason: 'no-definition', ...about };
  const code = qrd.text(8).trim();
  if (code !== '') return given(about, { by: 'code', code });
  const rack = qrd.text(10).trim();
  const place = qrd.text(10, 0, 1).trim();
  if (rack !== '') return given(about, { by: 'carrier', code: rack, place: place === '' ? null : place });
  const [from, to] = [qrf?.text(2) ?? '', qrf?.text(3) ?? ''];
  if (from === '' && to === '') return { kind: 'refused', reason: 'everything', ...about };
  const range = [parseHl7Time(from, defaultOffset), parseHl7Time(to, defaultOffset)] as const;
  if (range[0] === null || range[1] === null || range[1] < range[0])
    return { kind: 'refused', reason: 'no-time', ...about };
  return { kind: 'query', wanted: { by: 'time', from: range[0], to: range[1] }, ...about };
}

type About = { dialect: 'law' | 'qry-q02'; tag: string; mirrored: readonly string[] };

function given(about: About, wanted: Extract<Wanted, { code: string }>): WorklistQuery {
  if (wanted.code === '') return { kind: 'refused', reason: 'no-code', ...about };
  if (wanted.code.length > maxCodeLength) return { kind: 'refused', reason: 'code-too-long', ...about };
  return { kind: 'query', wanted, ...about };
}
