import { InputRefusal } from './input-refusal.js';

/** A decimal number, or NaN. `decimalComma`: `27,5` is one too. */
export function numberOf(text: string, decimalComma = false): number {
  const plain = decimalComma ? text.replace(',', '.') : text;
  return /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(plain) ? Number(plain) : Number.NaN;
}

/** A share from `0.005` or `0.5%`, or NaN. */
export function shareOf(text: string, decimalComma = false): number {
  return text.endsWith('%')
    ? numberOf(text.slice(0, -1).trim(), decimalComma) / 100
    : numberOf(text, decimalComma);
}

/** An option's number within bounds. @throws InputRefusal */
export function optionNumber(
  option: string,
  text: string,
  isGood: (value: number) => boolean,
  expected: string,
): number {
  const value = shareOf(text);
  if (!isGood(value)) throw new InputRefusal(`--${option} ${text}: expected ${expected}`);
  return value;
}

export const isPrior = (value: number): boolean => value >= 0 && value < 1;
export const isChance = (value: number): boolean => value > 0 && value <= 1;
export const isCount = (value: number): boolean => Number.isInteger(value) && value >= 0;
export const isPositive = (value: number): boolean => value > 0 && Number.isFinite(value);

/** A share as people write it: `0.5 %`. */
export const percent = (share: number): string => `${Number((share * 100).toPrecision(6))} %`;
