import { Hl7Message } from '@medplum/core';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readOrders } from '../analyser/read-orders.js';
import { readMessage } from '../message/read-message.js';
import { envelopeFor } from './envelope.js';
import { writeDisplayResponse } from './write-display-response.js';
import { asked, heard, isNamed, namesOf, order, qry } from './worklists.fixture.js';

describe('DSR^Q03', () => {
  it('is positional, mirrors the query and names no person', () => {
    const { header, query } = asked(qry);
    const place = { plateId: 'id', plateBarcode: 'P1', well: 'C5' };
    const given = {
      code: 'T1',
      role: 'pool',
      memberCount: 10,
      place,
      kit: null,
      priority: 'routine',
    } as const;
    const text = writeDisplayResponse({
      envelope: envelopeFor(header, 'SW2', '20300101'),
      header,
      mirrored: query.mirrored,
      order: given,
      next: '2',
    });
    const lines = text.split('\r');
    expect(lines.slice(0, 6)).toEqual([
      'MSH|^~\\&|||||20300101||DSR^Q03|SW2|P|2.3.1||||||GBK',
      'MSA|AA|4',
      'ERR|0',
      'QAK|SR|OK',
      'QRD|20300101|R|D|2|||RD|T1|OTH|||T|',
      'QRF||||||RCT|COR|ALL||',
    ]);
    expect(lines.slice(6, 26)).toEqual(Array.from({ length: 20 }, (_, index) => `DSP|${index + 1}||||`));
    expect(lines.slice(26)).toEqual([
      'DSP|21||T1||',
      'DSP|22||T1@P1||',
      'DSP|23||||',
      'DSP|24||N||',
      'DSP|25||||',
      'DSP|26||pool||',
      'DSP|27||10||',
      'DSP|28||P1^C5||',
      'DSP|29||SARSCOV2^^^||',
      'DSC|2',
      '',
    ]);
  });

  it('is read back to the same leaves, with any delimiters, and no code makes a segment', () => {
    const other = 'MSH#*%!$#####2030##QRY*Q02#4#P#2.3.1\rQRD#2030#R#D#2###RD#T1#OTH\r';
    fc.assert(
      fc.property(order, fc.constantFrom(qry, other), (given, text) => {
        const { header, query } = asked(text);
        const written = writeDisplayResponse({
          envelope: envelopeFor(header, 'SW2', '2030'),
          header,
          mirrored: query.mirrored,
          order: given,
          next: null,
        });
        expect(readOrders(readMessage(written))).toEqual([heard(given)]);
        expect(namesOf(written).filter((name) => name === 'DSP')).toHaveLength(29);
        expect(new Set(namesOf(written))).toEqual(
          new Set(['MSH', 'MSA', 'ERR', 'QAK', 'QRD', ...(text === qry ? ['QRF'] : []), 'DSP', 'DSC']),
        );
        if (text === qry)
          expect(
            Hl7Message.parse(written)
              .segments.map(({ name }) => name)
              .filter(isNamed),
          ).toEqual(namesOf(written));
      }),
    );
  });
});
