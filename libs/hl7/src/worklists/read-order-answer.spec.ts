import { describe, expect, it } from 'vitest';
import { readMessage } from '../message/read-message.js';
import { readOrderAnswer } from './read-order-answer.js';

describe('readOrderAnswer', () => {
  const read = (text: string) => readOrderAnswer(readMessage(text));
  it.each([
    '',
    'x',
    'MSH|^~\\&|||||||ORL^O34|1',
    'MSH|^~\\&|||||||ORL^O34|1\rMSA|XX|SW1',
    'MSH|^~\\&|||||||ORU^R01|1\rMSA|AA|1',
  ])('takes %j for no answer', (text) => expect(read(text)).toEqual({ kind: 'not-an-answer' }));

  it.each([
    ['AA', 'accepted'],
    ['AR', 'rejected'],
    ['AE', 'failed'],
    ['CA', 'commit'],
    ['CR', 'rejected'],
  ])('reads %s', (code, verdict) => {
    expect(read(`MSH|^~\\&|||||||ACK^Q03|9\rMSA|${code}|SW12`)).toEqual({
      kind: 'answer',
      controlId: 'SW12',
      verdict,
      code,
      refused: [],
    });
  });

  it('names the orders that were not taken', () => {
    const text =
      'MSH|^~\\&|||||||ORL^O34^ORL_O42|9\rMSA|AA|SW1\rSPM|1|T1&SWEEPWELL\rSAC|||T1\rORC|OK|T1@P1||||SC\r' +
      'SPM|2|T2&SWEEPWELL\rORC|UA|T2@P1|||CA\rSPM|3|T3&SWEEPWELL\rORC|UA\r';
    expect(read(text)).toMatchObject({ verdict: 'accepted', refused: ['T2@P1', 'T3'] });
  });
});
