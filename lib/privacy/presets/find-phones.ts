import type { Match } from '../span.ts';
import { findInRows } from './digit-groups.ts';

const ROW = /(?<![\p{L}\p{N}_.,:+/=#-])(?:\+|\((?=\+?\d{1,5}\))\+?)?\d(?:[ \u00a0()./-]{0,3}\d){5,20}(?![\p{L}_])/gu;

/** How numbers are written, digits and separators as they stand. What could be a date, a price or a counter is not taken. */
const SHAPES = [
  /^\(?\+\d[\d ()./-]*$/, // +49 30 1234567
  /^00[1-9][\d ()./-]*$/, // 0049 30 1234567
  /^\(?0\d{1,4}\)?[ /-][\d ()./-]*$/, // 030 1234567, (0171) 1234567, 03-1234-5678
  /^0[1-9](?:[ .]\d\d){4}$/, // 06 12 34 56 78
  /^0[1-9]\d{8,10}$/, // 01701234567
  /^(?:1[ .-])?(?:\(\d{3}\) ?|\d{3}[ .-])\d{3}[ .-]\d{4}$/, // (555) 123-4567
  /^1[3-9]\d[ -]?\d{4}[ -]?\d{4}$/, // 138 1234 5678
];
const BEGINNING = /^(?:\(?[+0]|\(\d{3}\)|1[ .-]|\d{3}[ \u00a0.-]\d{3}|1[3-9]\d)/;
const DATE = /^\d{1,2}([ ./-])\d{1,2}\1\d{2,4}$/;

export function findPhones(text: string): Match[] {
  return findInRows(text, { row: ROW, beginning: BEGINNING, read: readPhone });
}

function readPhone(reading: string): string | null {
  const written = reading.replaceAll('\u00a0', ' ');
  const digits = written.replace(/\D/g, '');
  if (digits.length < 7 || digits.length > 15 || DATE.test(written)) return null;
  if (!SHAPES.some((shape) => shape.test(written))) return null;
  return written.includes('+') ? `+${digits}` : digits.replace(/^00/, '+');
}
