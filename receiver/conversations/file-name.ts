/** Limits of a file's whole name, ending and number included. 255 bytes is what ext4 and APFS take. */
const MAX_CODE_POINTS = 120;
const MAX_BYTES = 240;
const ENDING = '.md';

/** Devices of Windows, with any ending (https://learn.microsoft.com/windows/win32/fileio/naming-a-file). */
const DEVICE = /^(?:con|prn|aux|nul|conin\$|conout\$|clock\$|(?:com|lpt)[0-9¹²³])[ ]*(?:\.|$)/i;
/** Directions, marks and other characters nobody sees; the two joiners are needed by emoji and by some scripts. */
const INVISIBLE = /(?![\u200c\u200d])[\p{Cf}\p{Co}\p{Noncharacter_Code_Point}\ufffd]/gu;

const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });

/**
 * A name that Windows, macOS, Linux and links of Obsidian take, `Pricing page brainstorm.md`.
 * filenamify was not used: it counts UTF-16 units, keeps Obsidian's `# ^ [ ]`, and breaks words of Persian and emoji flags.
 * @param number 2 and up is put behind the title, for when the name is taken
 */
export function noteFileName(title: string, number = 1): string {
  const tail = (number > 1 ? ` ${number}` : '') + ENDING;
  return safeName(title, 'Untitled', tail);
}

/** Name of the folder that the notes of a source lie in. */
export function folderName(name: string): string {
  return safeName(name, 'Other', '');
}

/** Whether a file still has a name that it was given for this title, with or without a number. */
export function isNameGivenFor(fileName: string, title: string): boolean {
  const name = fileName.normalize('NFC');
  const number = Number(/ (\d{1,6})\.md$/.exec(name)?.[1] ?? 1);
  return name === noteFileName(title) || name === noteFileName(title, number);
}

/** How names are compared: macOS and Windows take `A` and `a`, composed and decomposed for the same. */
export function comparableName(fileName: string): string {
  return fileName.normalize('NFC').toLowerCase();
}

function safeName(text: string, fallback: string, tail: string): string {
  const clean = text
    .toWellFormed()
    .normalize('NFC')
    .replace(/[\s\p{Cc}\p{Zl}\p{Zp}]/gu, ' ')
    .replace(INVISIBLE, '')
    .replace(/[/\\|]/g, '-')
    .replaceAll('"', "'")
    .replace(/[<>:?*#^[\]]/g, ' ')
    .replace(/ +/g, ' ');
  const name = trimEdges(shortened(trimEdges(clean), tail)) || fallback;
  return (DEVICE.test(name) ? `_${name}` : name) + tail;
}

/** A leading dot hides a file, trailing dots and spaces vanish on Windows. */
function trimEdges(name: string): string {
  return name.replace(/^[. \u200c\u200d]+/, '').replace(/(?<![. \u200c\u200d])[. \u200c\u200d]+$/, '');
}

/** Cuts between characters as people see them, never inside an emoji or an accent. */
function shortened(name: string, tail: string): string {
  // One code point is kept free for the mark that a device name gets.
  let codePoints = MAX_CODE_POINTS - tail.length - 1;
  let bytes = MAX_BYTES - tail.length - 1;
  let result = '';
  for (const { segment } of segmenter.segment(name.slice(0, 2 * MAX_BYTES))) {
    codePoints -= Array.from(segment).length;
    bytes -= Buffer.byteLength(segment);
    if (codePoints < 0 || bytes < 0) break;
    result += segment;
  }
  return result;
}
