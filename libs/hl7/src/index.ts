// HL7 v2: MLLP framing, reading and writing messages, acknowledgements, and readings as laboratory types.
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
export {
  components,
  type Field,
  repetitions,
  subcomponents,
  writeMessage,
  writeSegment,
} from './message/write-segment.js';
export { splitBatch } from './message/split-batch.js';
export { formatHl7Time, parseHl7Time } from './message/hl7-time.js';

export { readInstrumentResults } from './results/read-instrument-results.js';
export { readCallCell, readCtCell, readTargetCell } from './results/generic-cells.js';
export { normaliseWell } from './results/normalise-well.js';
export { knownTarget } from './results/target-names.js';
export type { InstrumentReading, InstrumentSpecimen } from './results/instrument-results.js';

export type { SenderProfile } from './profiles/sender-profile.js';
export { builtInProfiles, profileOf } from './profiles/built-in-profiles.js';
export { genericProfile } from './profiles/generic.js';
export { decodeBody } from './profiles/decode-body.js';

export { writeOruPool } from './analyser/write-oru-pool.js';
export { writeOulPlate } from './analyser/write-oul-plate.js';
export { writeFilePlate } from './analyser/write-file-plate.js';
export type { AnalyserRun, AnalyserWell } from './analyser/analyser-run.js';

export { decodeText } from './bytes/decode-text.js';
export { encodeText } from './bytes/encode-text.js';
export { envelopeFor, envelopeTo } from './worklists/envelope.js';
export { readWorklistQuery, type WorklistQuery } from './worklists/read-query.js';
export { writeQueryAcknowledgement, writeQueryResponse } from './worklists/query-answers.js';
export { speaksOfOrders, takesOrdersUnasked } from './worklists/ordered-test.js';
export { writeLawOrder } from './worklists/write-law-order.js';
export { writeDisplayResponse } from './worklists/write-display-response.js';
export { readOrderAnswer, type OrderAnswer } from './worklists/read-order-answer.js';
export { readOrders } from './analyser/read-orders.js';
