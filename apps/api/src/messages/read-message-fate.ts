import { maskAstmPersons } from '#lis/astm';
import type { MessageFate } from '#lis/contracts';
import { momentText } from '#lis/domain';
import { decodeBody, maskPersons, readHeader, readMessage } from '#lis/hl7';
import { readProfiles } from '#lis/persistence';
import { type Actor, type Context, Rejection } from '#lis/platform';
import { scopeOf } from './list-messages.js';

type Row = {
  instrumentId: number | null;
  state: MessageFate['state'];
  reason: string | null;
  profile: string | null;
  /** what was odd when it was read, as codes */
  notes: string[];
  profileId: string | null;
  profileVersion: number | null;
  controlId: string;
  body: Buffer;
  receivedAt: number;
};
type Reading = {
  plate: string;
  well: string;
  target: string;
  ct: number | null;
  rawValue: string;
  call: string | null;
  status: string;
};

const mostLines = 2000;

/**
 * One message: why it is where it is, by which profile it was read, its text without people's names, and the readings
 * that it made. Bytes in which no header can be read are not shown: nobody knows what they are.
 * @throws Rejection 404 `message-unknown`, also for another laboratory's
 */
export async function readMessageFate({ db }: Context, actor: Actor, id: number): Promise<MessageFate> {
  const [row] = await db<Row[]>`
    select m.instrument_id as "instrumentId", m.state, m.reason, m.profile, m.notes, i.profile_id as "profileId",
      i.profile_version as "profileVersion", m.control_id as "controlId", m.body, m.received_at as "receivedAt"
    from instrument_message m left join instrument i on i.id = m.instrument_id
    where m.id = ${id} and (${scopeOf(db, actor)})`;
  if (!row) throw new Rejection(404, 'message-unknown');
  const { body, instrumentId, profileId, profileVersion, receivedAt, ...fate } = row;
  const header = readHeader(body);
  const key = { realm: actor.realm, id: profileId ?? 'generic', version: profileVersion ?? 1 };
  const profile = (await readProfiles(db, [key]))(key);
  const { text, charset } = decodeBody(body, header.kind === 'header' ? header : null, profile);
  const lines =
    header.kind === 'header'
      ? maskPersons(readMessage(text))
      : profile.protocol === 'astm'
        ? maskAstmPersons(text)
        : null;
  // runs are opened when their first message is interpreted; two days allow for what waited for its tube
  const readings =
    instrumentId === null
      ? []
      : await db<Reading[]>`
          select p.barcode as plate, r.well, r.target, r.ct, r.raw_value as "rawValue", r.analyser_call as call, r.status
          from run u join plate p on p.id = u.plate_id
          join reading r on r.sweep_id = u.sweep_id and r.run_id = u.id and r.message_id = ${id}
          where u.instrument_id = ${instrumentId} and u.opened_at >= ${momentText(receivedAt - 172_800_000)}::text::timestamptz
          order by p.barcode, r.well, r.target limit 2000`;
  return {
    id,
    instrumentId,
    ...fate,
    receivedAt: momentText(receivedAt),
    bytes: body.length,
    characterSet: charset,
    lines: lines?.slice(0, mostLines) ?? null,
    readings: [...readings],
  };
}
