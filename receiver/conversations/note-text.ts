/** Line end of a file. A note keeps the one it has. */
export type Eol = '\n' | '\r\n';

/** Characters that Markdown or Obsidian give a meaning; `_` only at the edge of a word, so that file names stay legible. */
const MEANINGFUL = /[\\`*[\]<>$~|^#]|(?<![\p{L}\p{N}])_|_(?![\p{L}\p{N}])|==|%%|&(?=#?\w+;)/gu;

/** One line of plain text as Markdown that shows exactly it: no link, tag, formula or comment can come out of it. */
export function plainText(text: string): string {
  return oneLine(text).replace(MEANINGFUL, (found) => Array.from(found, (char) => `\\${char}`).join(''));
}

/** Text without line ends and control characters, spaces collapsed. */
export function oneLine(text: string): string {
  return text
    .toWellFormed()
    .replace(/[\s\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .trim();
}

/** Link to a web or mail address; any other address is shown as code, because a click on it could run something. */
export function linkTo(url: string, label: string): string {
  const target = webAddress(url);
  if (target) return `[${plainText(label) || plainText(url)}](${target})`;
  const shown = oneLine(url).replaceAll('`', "'");
  const address = shown && shown.length <= 200 ? `\`${shown}\`` : '';
  return [plainText(label === url ? '' : label), address].filter(Boolean).join(' ') || 'unnamed';
}

/** The address in a form that can neither end a Markdown link nor hide another scheme; `null` if it is not one of the web. */
export function webAddress(url: string): string | null {
  if (!URL.canParse(url)) return null;
  const { href, protocol } = new URL(url);
  if (!['http:', 'https:', 'mailto:'].includes(protocol)) return null;
  return href.replace(
    /[()<>\\`|"'\s]/g,
    (char) => `%${char.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
  );
}

/**
 * Local date and time, `YYYY-MM-DDTHH:mm:ss`, in the zone of the machine. Obsidian's date-time has no zone and is read as
 * the time on the person's own clock; UTC would show most people the wrong hour. A receiver elsewhere sets `TZ`.
 * @returns `null` when the text is no time
 */
export function localDateTime(instant: string): string | null {
  const date = new Date(instant);
  if (Number.isNaN(date.getTime())) return null;
  const two = (value: number) => String(value).padStart(2, '0');
  const day = [String(date.getFullYear()).padStart(4, '0'), two(date.getMonth() + 1), two(date.getDate())].join('-');
  return `${day}T${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}`;
}
