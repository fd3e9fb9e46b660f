import type { Hl7Message } from '../message/read-message.js';
import type { Segment } from '../message/segment.js';
import { DISPLAY_LINE } from '../worklists/write-display-response.js';

/** One order as an analyser understands it. */
export interface ReadOrder {
  name: string;
  code: string;
  role: 'pool' | 'single' | 'control';
  memberCount: number | null;
  plateBarcode: string | null;
  well: string | null;
  test: string;
  priority: 'stat' | 'routine';
}

/** The analyser's side of a worklist: the orders of an `OML^O33` or of a `DSR^Q03`; none in any other message. */
export function readOrders(message: Hl7Message): ReadOrder[] {
  const type = message.first('MSH')?.text(9);
  if (type === 'OML') return readLawOrders(message.segments);
  return type === 'DSR' ? [readDisplayOrder(message)] : [];
}

const spm11: Record<string, ReadOrder['role']> = { L: 'pool', Q: 'control' };

function readLawOrders(segments: readonly Segment[]): ReadOrder[] {
  const orders: ReadOrder[] = [];
  for (const segment of segments) {
    const last = orders.at(-1);
    if (segment.name === 'SPM')
      orders.push({
        name: '',
        code: segment.text(2),
        role: spm11[segment.text(11)] ?? 'single',
        memberCount: numberOf(segment.text(13)),
        plateBarcode: null,
        well: null,
        test: '',
        priority: 'routine',
      });
    if (last === undefined) continue;
    if (segment.name === 'SAC') {
      last.plateBarcode = segment.text(10) || null;
      last.well = segment.text(11) || null;
    }
    if (segment.name === 'TQ1') last.priority = segment.text(9) === 'S' ? 'stat' : 'routine';
    if (segment.name === 'OBR') {
      last.name = segment.text(2);
      last.test = segment.text(4);
    }
  }
  return orders;
}

function readDisplayOrder(message: Hl7Message): ReadOrder {
  const lines = new Map(message.all('DSP').map((line) => [Number(line.text(1)), line]));
  const said = (line: keyof typeof DISPLAY_LINE, component = 0) =>
    lines.get(DISPLAY_LINE[line])?.text(3, 0, component) ?? '';
  const kind = said('kind');
  return {
    name: said('sampleId'),
    code: said('code'),
    role: kind === 'pool' || kind === 'control' ? kind : 'single',
    memberCount: numberOf(said('role')),
    plateBarcode: said('place') || null,
    well: said('place', 1) || null,
    test: said('test'),
    priority: said('isStat') === 'Y' ? 'stat' : 'routine',
  };
}

const numberOf = (text: string) => (text === '' ? null : Number(text));
