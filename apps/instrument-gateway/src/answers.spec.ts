import { readHeader } from '#lis/hl7';
import { expect, it } from 'vitest';
import { answerTo } from './answers.js';

it.each(['\\X0D\\PID|1', '\\R\\MSA\\F\\AA', 'x\\.br\\PID|9', "'; drop table well;--"])(
  'writes no segment of its own making for a control id %j',
  (controlId) => {
    const message = `MSH|^~\\&|APP|FAC|LIS|LAB|20300101120000||ORU^R01|${controlId}|P|2.5.1\rPID|1\r`;
    const header = readHeader(Buffer.from(message));
    if (header.kind !== 'header') return expect(header.reason).toBeTypeOf('string');
    const answer = answerTo(header, { verdict: 'accept', controlId: 'C1', at: 0 });
    const segments = answer.split('\r').filter((line) => line !== '');
    expect(segments.map((line) => line.slice(0, 3))).toEqual(['MSH', 'MSA']);
    return undefined;
  },
);
