import type { Header, SenderProfile } from '#lis/hl7';

/** One frame on its way into the table of messages, with the answer that it gets once it is there. */
export type MessageLine = {
  /** null for bytes of an unknown sender */
  instrumentId: number | null;
  /** the instrument where it is known, else the remote address: another port is the same connection */
  connection: string;
  /** messageHash over (connection, MSH-3, MSH-4, MSH-10, MSH-7), HL7.md section 3 */
  keyHash: string;
  /** messageHash of the body */
  bodyHash: string;
  controlId: string;
  body: Buffer;
  /** acknowledgement text without the outer frame; '' when the sender wants none */
  answer: string;
  state: 'stored' | 'parked' | 'refused';
  reason: string | null;
  /** epoch ms on the clock of the instrument's realm */
  receivedAt: number;
  /** whether another body may stand under the same key: refused bytes, or a body that was compared */
  mayShareKey: boolean;
  /** null when no MSH could be read */
  header: Header | null;
  /** how its sender speaks */
  profile: SenderProfile;
};
