import { draws, mix } from './chance.js';

const SURNAMES = Array.from('王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗');
const GIVEN = Array.from(
  '伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉萍红建国志文雪婷宇浩欣怡子轩梓涵',
);
const LATIN = [
  'GARCIA MARIA',
  'KIM MINJUN',
  'SMITH JOHN',
  'SATO YUKI',
  'DUBOIS LEA',
  'NGUYEN LINH',
  'IVANOV OLEG',
];

/** A Chinese name of two or three characters. */
export function chineseName(seed: number, person: number): string {
  const draw = mix(seed, person, draws.name);
  const surname = SURNAMES[draw % SURNAMES.length] ?? '王';
  const first = GIVEN[(draw >>> 8) % GIVEN.length] ?? '伟';
  const second = draw >>> 30 === 0 ? '' : GIVEN[(draw >>> 16) % GIVEN.length];
  return surname + first + (second ?? '');
}

/** The name as a foreign passport spells it. */
export function latinName(seed: number, person: number): string {
  return LATIN[mix(seed, person, draws.name) % LATIN.length] ?? 'SMITH JOHN';
}

/** A mobile number that no other person of the city has. */
export function phoneOf(person: number): string {
  return `199${String((person * 61_803_399 + 7) % 100_000_000).padStart(8, '0')}`;
}
