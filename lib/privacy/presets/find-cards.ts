import type { Match } from '../span.ts';
import { findInRows } from './digit-groups.ts';

const ROW = /(?<![\d.,])\d(?:[ -]?\d){12,24}/g;

/** Beginnings and lengths of the payment cards in use. */
const CARD =
  /^(?:4\d{12}(?:\d{3}){0,2}|5[1-5]\d{14}|2(?:2[2-9]|[3-6]\d|7[01])\d{13}|3[47]\d{13}|3(?:0[0-5]|[68]\d)\d{11}|35\d{14}|6(?:011|4[4-9]\d|5\d\d|2\d\d)\d{12,15}|(?:50|5[6-9]|6[37])\d{11,17})$/;

export function findCards(text: string): Match[] {
  return findInRows(text, { row: ROW, beginning: /^[2-6]/, read: readCard });
}

function readCard(reading: string): string | null {
  const digits = reading.replace(/\D/g, '');
  return CARD.test(digits) && hasLuhnSum(digits) ? digits : null;
}

/** ISO/IEC 7812-1: every second digit from the right doubled, the digits' sum a multiple of ten. */
function hasLuhnSum(digits: string): boolean {
  let sum = 0;
  for (const [index, digit] of Array.from(digits).toReversed().entries()) {
    const value = Number(digit) * (index % 2 === 1 ? 2 : 1);
    sum += value > 9 ? value - 9 : value;
  }
  return sum % 10 === 0;
}
