/** How orders are sent again. Tests have less patience. */
export type OrderPace = {
  /** an answer is waited for so long, ms */
  answerMs: number;
  /** how often the loop looks for what is due, ms */
  lookEachMs: number;
};
export const ORDER_PACE: OrderPace = { answerMs: 10_000, lookEachMs: 1000 };

/** What a query is answered with is sent three times at most: the instrument may ask again. */
export const MAX_QUERY_ATTEMPTS = 3;
/** A plate's orders are given up after about an hour; a technician can send them again. */
export const MAX_PLATE_ATTEMPTS = 60;
/** About 15 s without an answer; then a person is told. */
export const ATTEMPTS_BEFORE_TELLING = 5;
