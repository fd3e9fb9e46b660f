import type { Segment } from '../message/segment.js';
import type { ReadingRules } from '../profiles/reading-rules.js';
import type { QcFlag } from './specimen-role.js';

/** What a message says for all its specimens, and how it is read. */
export interface MessageFacts {
  msh: Segment;
  qcFlag: QcFlag;
  /** Before 2.4 OBR-7 stands in for the observation time that OBX lacks. */
  timeOfOrder: boolean;
  /** The plate's kit, where it is known and a code's target depends on it. */
  kitId: string | null;
  rules: ReadingRules;
}
