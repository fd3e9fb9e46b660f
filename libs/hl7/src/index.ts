// HL7 v2 at the instrument side: MLLP framing, reading and writing messages, acknowledgements, and readings as laboratory types.
export { encodeFrame } from './bytes/encode-frame.js';
export { createFrameDecoder, DEFAULT_MAX_FRAME_BYTES } from './bytes/frame-decoder.js';

export { readHeader, type Header } from './message/read-header.js';
export { readMessage } from './message/read-message.js';
export { maskPersons } from './message/mask-persons.js';
export {
  buildAcknowledgement,
  buildUnreadableAcknowledgement,
  type AcknowledgementCode,
  type ErrorCondition,
} from './message/acknowledgement.js';
export { splitBatch } from './message/split-batch.js';
export { formatHl7Time, parseHl7Time } from './message/hl7-time.js';

export { readInstrumentResults } from './results/read-instrument-results.js';
export type { InstrumentReading, InstrumentSpecimen } from './results/instrument-results.js';

export type { SenderProfile } from './profiles/sender-profile.js';
export { builtInProfiles, profileOf } from './profiles/built-in-profiles.js';
export { genericProfile } from './profiles/generic.js';
export { decodeBody } from './profiles/decode-body.js';

export { writeOruPool } from './analyser/write-oru-pool.js';
export { writeOulPlate } from './analyser/write-oul-plate.js';
export type { AnalyserRun, AnalyserWell } from './analyser/analyser-run.js';
