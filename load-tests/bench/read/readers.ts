// Four readers of HL7 v2 text under one question: code, value and status of every OBX.
import { Hl7Message } from '@medplum/core';
import HL7 from 'hl7-standard';
import { Message } from 'node-hl7-client';
import { readMessage } from '#lis/hl7';

/** OBX-3.1, OBX-5 (its first component) and OBX-11 of each OBX, in order, one after another in one list. */
export type Reader = (text: string) => string[];

/** Each by the quickest documented way of its library. */
export const readers: Record<'ours' | 'hl7-standard' | 'medplum' | 'node-hl7-client', Reader> = {
  ours: (text) => {
    const answers: string[] = [];
    for (const segment of readMessage(text).segments) {
      if (segment.name === 'OBX') answers.push(segment.text(3), segment.text(5), segment.text(11));
    }
    return answers;
  },
  'hl7-standard': (text) => {
    const message = new HL7(text);
    message.transform();
    const answers: string[] = [];
    for (const { data } of message.getSegments('OBX')) {
      answers.push(leafOf(data, 'OBX.3'), leafOf(data, 'OBX.5'), leafOf(data, 'OBX.11'));
    }
    return answers;
  },
  medplum: (text) => {
    const answers: string[] = [];
    for (const segment of Hl7Message.parse(text).getAllSegments('OBX')) {
      answers.push(
        segment.getComponent(3, 1),
        segment.getComponent(5, 1),
        segment.getField(11)?.toString() ?? '',
      );
    }
    return answers;
  },
  'node-hl7-client': (text) => {
    const answers: string[] = [];
    new Message({ text }).get('OBX').forEach((segment) => {
      answers.push(
        segment.get('3.1').toString(),
        segment.get('5.1').toString(),
        segment.get('11').toString(),
      );
    });
    return answers;
  },
};

function leafOf(data: Record<string, unknown>, field: string): string {
  const held = data[field];
  if (typeof held === 'string') return held;
  const first = (held as Record<string, unknown> | undefined)?.[`${field}.1`];
  return typeof first === 'string' ? first : '';
}
