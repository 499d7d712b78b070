/** Fenced code and code spans, which are left alone. The look ahead lets the engine skip text without either sign. */
const CODE =
  /(?=[`~])(?:(?<=^[ \t]*)(`{3,}|~{3,})[^\n]*\n(?:(?![ \t]*\1[`~]*[ \t]*$)[^\n]*\n)*[^\n]*|(?<!`)(`+)(?!`)[\s\S]*?(?<!`)\2(?!`))/gm;

/** Markdown whose formulas are written `\(…\)` and `\[…\]`, as chat models do, with `$…$` and `$$…$$` instead. */
export function dollarMath(markdown: string): string {
  if (!/\\[([]/.test(markdown)) return markdown;
  let text = '';
  let done = 0;
  for (const { 0: code, index } of markdown.matchAll(CODE)) {
    text += withDollars(markdown.slice(done, index)) + code;
    done = index + code.length;
  }
  return text + withDollars(markdown.slice(done));
}

function withDollars(text: string): string {
  return text
    .replace(/(?<!\\)\\\[([\s\S]+?)\\\]/g, (_, tex: string) => `$$${tex.includes('\n') ? tex : tex.trim()}$$`)
    .replace(/(?<!\\)\\\(([\s\S]+?)\\\)/g, (_, tex: string) => `$${tex.trim()}$`);
}
