// ASTM: the line (LIS1-A, E1381), records (LIS2-A2, E1394), results as laboratory types, queries and orders.
export { createLine, LINE_TIMES, type LineAction, type LineTimes } from './line/line.js';
export { framesOf } from './line/frames.js';

export { STANDARD_ASTM_DELIMITERS } from './records/delimiters.js';
export {
  type AstmHeader,
  astmHeaderOf,
  type AstmMessage,
  AstmUnreadable,
  readAstmMessages,
} from './records/read-records.js';
export { maskAstmPersons } from './records/mask-persons.js';

export { astmAsHl7 } from './results/as-hl7.js';

export { isAstmQuery, readAstmQuery } from './worklists/read-query.js';
export { type AstmOrder, writeAstmOrders } from './worklists/write-orders.js';
