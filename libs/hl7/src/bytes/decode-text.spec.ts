import { describe, expect, it } from 'vitest';
import { decodeText } from './decode-text.js';

const yin = Buffer.from([0xd2, 0xf5, 0xd0, 0xd4]); // 阴性 in GBK
const utf8 = Buffer.from('阴性');

describe('decodeText', () => {
  it.each(['GB 18030-2000', 'GB18030', 'gbk', 'GB2312', 'GB-2312'])('reads %s as gb18030', (name) => {
    expect(decodeText(yin, [name])).toEqual({ text: '阴性', charset: 'gb18030', guessed: false });
  });

  it.each(['UNICODE UTF-8', 'UTF-8', 'utf8', 'UNICODE'])('reads %s as UTF-8', (name) => {
    expect(decodeText(utf8, [name])).toEqual({ text: '阴性', charset: 'utf-8', guessed: false });
  });

  it.each([[[]], [['ASCII']], [['NO SUCH SET']]])('guesses when %j declares nothing useful', (declared) => {
    expect(decodeText(utf8, declared)).toEqual({ text: '阴性', charset: 'utf-8', guessed: true });
    expect(decodeText(yin, declared)).toEqual({ text: '阴性', charset: 'gb18030', guessed: true });
  });

  it('does not believe a declaration that the bytes contradict', () => {
    expect(decodeText(yin, ['UNICODE UTF-8'])).toEqual({ text: '阴性', charset: 'gb18030', guessed: true });
    expect(decodeText(Buffer.from('三 '), ['GB18030'])).toEqual({
      text: '三 ',
      charset: 'utf-8',
      guessed: true,
    });
  });

  it('uses the first of several declared sets, knows Latin-1, and drops a byte order mark', () => {
    expect(decodeText(Buffer.from([0xe9]), ['8859/1', 'UNICODE UTF-8']).text).toBe('é');
    expect(decodeText(Buffer.from('\ufeffé'), ['UNICODE UTF-8']).text).toBe('é');
  });

  it('never fails: what nothing can read gets replacement characters', () => {
    expect(decodeText(Buffer.from([0xff, 0x41, 0xff]), ['UTF-8'])).toMatchObject({ guessed: true });
  });

  it('calls plain bytes ASCII whatever is declared', () => {
    expect(decodeText(Buffer.from('A'), ['GBK'])).toEqual({ text: 'A', charset: 'ascii', guessed: false });
  });
});
