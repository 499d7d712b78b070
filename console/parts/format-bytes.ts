import { languageTag } from '../../lib/i18n/translate.ts';

const UNITS = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'] as const;

/** `1.4 MB`; a kilobyte has 1,000 bytes. */
export function formatBytes(bytes: number): string {
  const power = Math.min(Math.max(Math.floor(Math.log10(Math.max(bytes, 1)) / 3), 0), UNITS.length - 1);
  const unit = UNITS[power] ?? 'byte';
  const format = new Intl.NumberFormat(languageTag(), { style: 'unit', unit, maximumFractionDigits: power ? 1 : 0 });
  return format.format(bytes / 1000 ** power);
}
