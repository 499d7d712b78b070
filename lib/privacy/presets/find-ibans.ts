import type { Match } from '../span.ts';

/** Lengths by country, SWIFT's IBAN registry. */
const LENGTHS = new Map(
  (
    'AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BI27 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DJ27 DK18 DO28 EE20 EG29 ES24 FI18 ' +
    'FK18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HN28 HR21 HU28 IE22 IL23 IQ23 IS26 IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 ' +
    'LU20 LV21 LY25 MC27 MD24 ME22 MK19 MN20 MR27 MT31 MU30 NI28 NL18 NO15 OM23 PK24 PL28 PS29 PT25 QA29 RO24 RS22 RU33 SA24 ' +
    'SC31 SD18 SE24 SI19 SK24 SM27 SO23 ST25 SV28 TL23 TN24 TR26 UA29 VA22 VG24 XK20 YE30'
  )
    .split(' ')
    .map((entry) => [entry.slice(0, 2), Number(entry.slice(2))]),
);

const START = /(?<![A-Za-z0-9])[A-Z]{2}\d{2}/gi;
const REST = /(?:[ -]?[A-Z0-9]){11,29}/iy;

export function findIbans(text: string): Match[] {
  const matches: Match[] = [];
  for (const { 0: begin, index } of text.matchAll(START)) {
    const length = LENGTHS.get(begin.slice(0, 2).toUpperCase());
    REST.lastIndex = index + begin.length;
    const row = length === undefined ? null : REST.exec(text);
    const end = row && length !== undefined ? endOf(text, index, length) : null;
    if (end === null) continue;
    const value = text.slice(index, end).replace(/[ -]/g, '').toUpperCase();
    if (value.length === length && isValid(value)) matches.push({ start: index, end, value });
  }
  return matches;
}

/** Behind the last of so many letters and digits; `null` when a longer word goes on there. */
function endOf(text: string, start: number, length: number): number | null {
  let end = start;
  for (let left = length; left > 0 && end < text.length; end += 1) if (/[A-Z0-9]/i.test(text[end] ?? '')) left -= 1;
  return /[A-Za-z0-9]/.test(text[end] ?? '') ? null : end;
}

/** ISO 7064, mod 97-10. */
function isValid(iban: string): boolean {
  let rest = 0;
  for (const char of iban.slice(4) + iban.slice(0, 4)) {
    const value = Number.parseInt(char, 36);
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return rest === 1;
}
