// HL7 v2 at the instrument side: MLLP framing, reading and writing messages, acknowledgements, and readings as laboratory types.
export { encodeFrame } from './bytes/encode-frame.js';
export { createFrameDecoder, DEFAULT_MAX_FRAME_BYTES } from './bytes/frame-decoder.js';
export { decodeText } from './bytes/decode-text.js';

export { readHeader, type Header } from './message/read-header.js';
export { readMessage } from './message/read-message.js';
export {
  buildAcknowledgement,
  buildUnreadableAcknowledgement,
  type AcknowledgementCode,
  type ErrorCondition,
} from './message/acknowledgement.js';
export { splitBatch } from './message/split-batch.js';
export { formatHl7Time, parseHl7Time } from './message/hl7-time.js';

export { readInstrumentResults } from './results/read-instrument-results.js';
export { parseCt } from './results/cycle-threshold.js';
export { normaliseWell } from './results/normalise-well.js';
export { knownTarget, targetOf } from './results/target-names.js';
export { readCall } from './results/analyser-call.js';
export type { InstrumentReading, InstrumentSpecimen } from './results/instrument-results.js';

export { writeOruPool } from './analyser/write-oru-pool.js';
export { writeOulPlate } from './analyser/write-oul-plate.js';
export { writeFilePlate } from './analyser/write-file-plate.js';
export type { AnalyserRun, AnalyserWell } from './analyser/analyser-run.js';
