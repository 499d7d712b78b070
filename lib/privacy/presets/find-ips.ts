import type { Match } from '../span.ts';

const OCTET = '(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)';
const V4 = new RegExp(`(?<![\\w.])(?:${OCTET}\\.){3}${OCTET}(?![\\w]|\\.\\w)`, 'g');
const V6 =
  /(?<![\w:.])(?=[\da-f:.]{3,45}(?![\w:]))[\da-f]{0,4}:[\da-f:]{1,38}(?:(?:\d{1,3}\.){3}\d{1,3})?(?![\w:]|\.\d)/gi;

/** The computer itself, or none: everybody's. */
const NOBODYS = /^(?:127\.|0\.0\.0\.0$|255\.255\.255\.255$)/;

export function findIps(text: string): Match[] {
  const found = [...text.matchAll(V6), ...text.matchAll(V4)];
  return found
    .filter(({ 0: address }) => (address.includes(':') ? isV6(address) : !NOBODYS.test(address)))
    .map(({ 0: address, index }) => ({ start: index, end: index + address.length, value: address.toLowerCase() }));
}

/** Names in programs are written with two colons, too: `a::b` is an address only by the letter. */
function isV6(text: string): boolean {
  const v4 = /(?<=:)[\d.]+$/.exec(text)?.[0];
  const hasV4 = v4?.includes('.') ?? false;
  const groups = (hasV4 ? text.slice(0, -(v4 ?? '').length) + '0:0' : text).split(':');
  const halves = text.split('::');
  const filled = groups.filter((group) => group !== '');
  if (halves.length > 2 || groups.some((group) => group.length > 4)) return false;
  if (halves.length === 1) return filled.length === 8 && groups.length === 8;
  return filled.length < 8 && (filled.length > 2 || (groups[0]?.length === 4 && /\d/.test(text)));
}
