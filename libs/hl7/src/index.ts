// HL7 v2 at the instrument side: MLLP framing, reading and writing messages, acknowledgements, and readings as laboratory types.
export { encodeFrame } from './bytes/encode-frame.js';
export {
  createFrameDecoder,
  DEFAULT_MAX_FRAME_BYTES,
  type FrameDecoder,
  type FrameEvent,
} from './bytes/frame-decoder.js';
export { decodeText, type DecodedText } from './bytes/decode-text.js';

export { readHeader, type Header, type UnreadableHeader } from './message/read-header.js';
export { readMessage, type Hl7Message } from './message/read-message.js';
export type { Segment } from './message/segment.js';
export { STANDARD_DELIMITERS, type Delimiters } from './message/delimiters.js';
export {
  components,
  repetitions,
  subcomponents,
  writeMessage,
  writeSegment,
  type Component,
  type Field,
  type Leaf,
  type Repetition,
} from './message/write-segment.js';
export {
  buildAcknowledgement,
  buildUnreadableAcknowledgement,
  type Acknowledgement,
  type AcknowledgementCode,
  type ErrorCondition,
} from './message/acknowledgement.js';
export { splitBatch, type SplitBatch } from './message/split-batch.js';
export { formatHl7Time, parseHl7Time } from './message/hl7-time.js';

export { readInstrumentResults } from './results/read-instrument-results.js';
export { normaliseWell, PLATE_96, type PlateGeometry } from './results/normalise-well.js';
export type {
  AnalyserCall,
  CtState,
  InstrumentReading,
  InstrumentResults,
  InstrumentSpecimen,
  ReadingStatus,
  SpecimenRole,
} from './results/instrument-results.js';

export { writeOruPool } from './analyser/write-oru-pool.js';
export { writeOulPlate } from './analyser/write-oul-plate.js';
export type { AnalyserRun, AnalyserWell } from './analyser/analyser-run.js';
