/** What docs/protocol.md says, statement by statement. */

export interface Statement {
  /** `1.3` */
  readonly section: string;
  /** Without the marks of Markdown, on one line. */
  readonly text: string;
}

/** Of what comes in and what happens inside; sections 4, 6 and 7 are about the API, which has a contract test. */
const SECTION = /^#{2,3} ([1235](?:\.\d)?)[. ]/;

export function statementsOf(document: string): readonly Statement[] {
  const sections = document.split(/^(?=#{2,3} )/m);
  return sections.flatMap((text) => {
    const section = SECTION.exec(text)?.[1];
    if (section === undefined) return [];
    const blocks = text
      .split('\n')
      .slice(1)
      .join('\n')
      .split(/\n\s*\n/);
    return blocks.flatMap(statementsIn).map((said) => ({ section, text: said }));
  });
}

function statementsIn(block: string): string[] {
  const lines = block.split('\n').filter((line) => line.trim() !== '');
  if (lines.every((line) => line.startsWith('    '))) return lines.filter((line) => /[a-z]/i.test(line)).map(plain);
  if (lines.every((line) => line.startsWith('|'))) return lines.slice(2).map(plain);
  const items = block.split(/\n(?=- )/);
  return items.flatMap((item) => item.replace(/^- /, '').replaceAll('\n', ' ').split(SENTENCES)).map(plain);
}

/** Where one ends and the next begins; the numbers of a list stay with what they number. */
const SENTENCES =
  /(?<=[.)]) (?=\d{1,2}\. [A-Z])|(?<=[^0-9]\.|\d{3}\.) (?=[A-Z(]|`[a-zA-Z_]|\d{2,3} [`A-Z])|(?<=\.\)) (?=[A-Z`])/;

/** One line, without the marks of Markdown. */
export function plain(text: string): string {
  return text.replaceAll(/[`*|]/g, ' ').replaceAll(/\s+/g, ' ').trim();
}
