import type { PlateOrders } from '#lis/contracts';
import { describe, expect, it } from 'vitest';
import { tubeStates } from './tube-states.js';

const order = (given: Partial<PlateOrders['orders'][number]>): PlateOrders['orders'][number] => ({
  ...{ instrumentSerial: 'S1', cause: 'plate', state: 'accepted', attempts: 1, lastError: null },
  ...{ answerCode: 'AA', refused: [], specimens: 0, codes: [], sentAt: null, settledAt: null },
  madeAt: '2030-01-01T00:00:00Z',
  ...given,
});
const wells = ['T1', 'T2', null].map((code, index) => ({
  well: `${'ABC'.charAt(index)}1`,
  kind: 'sample' as const,
  code,
}));
const states = (...orders: PlateOrders['orders']) =>
  tubeStates(wells, { barcode: 'P1', orders }).map(({ state }) => state);

describe('orders of a plate’s tubes', () => {
  it('are those of the last message that holds the tube', () => {
    expect(
      states(order({ state: 'waiting', codes: ['T1'] }), order({ state: 'rejected', codes: ['T1', 'T2'] })),
    ).toEqual(['waiting', 'rejected', 'none']);
    expect(states()).toEqual(['none', 'none', 'none']);
  });

  it('are those of the whole plate while its message is not made', () => {
    expect(states(order({ state: 'waiting' }))).toEqual(['waiting', 'waiting', 'none']);
    expect(states(order({ cause: 'query', state: 'waiting' }))).toEqual(['none', 'none', 'none']);
  });

  it('tell a tube that was refused of a message that was taken, by either name', () => {
    const codes = ['T1', 'T2'];
    expect(states(order({ codes, refused: ['T1@P1'] }))).toEqual(['refused', 'accepted', 'none']);
    expect(states(order({ codes, refused: ['T2', 'T1@P2'] }))).toEqual(['accepted', 'refused', 'none']);
  });
});
