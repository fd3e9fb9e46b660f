import { type DecodedText, decodeText } from '../bytes/decode-text.js';
import type { Header } from '../message/read-header.js';
import type { SenderProfile } from './sender-profile.js';

/** The text of a body: the profile's character set is tried before MSH-18's, which is often untrue. */
export function decodeBody(
  body: Buffer,
  header: Pick<Header, 'characterSets'> | null,
  profile: Pick<SenderProfile, 'characterSet'>,
): DecodedText {
  return decodeText(
    body,
    profile.characterSet === null ? (header?.characterSets ?? []) : [profile.characterSet],
  );
}
