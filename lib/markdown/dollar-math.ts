/** Fenced code and code spans, which are left alone. */
const CODE =
  /(^[ \t]*(`{3,}|~{3,})[^\n]*\n[\s\S]*?(?:^[ \t]*\2[`~]*[ \t]*$|(?![\s\S]))|(?<!`)(`+)(?!`)[\s\S]*?(?<!`)\3(?!`))/m;

/** Markdown whose formulas are written `\(…\)` and `\[…\]`, as chat models do, with `$…$` and `$$…$$` instead. */
export function dollarMath(markdown: string): string {
  let text = '';
  let rest = markdown;
  for (let code = CODE.exec(rest); code !== null; code = CODE.exec(rest)) {
    text += withDollars(rest.slice(0, code.index)) + code[0];
    rest = rest.slice(code.index + code[0].length);
  }
  return text + withDollars(rest);
}

function withDollars(text: string): string {
  return text
    .replace(/(?<!\\)\\\[([\s\S]+?)\\\]/g, (_, tex: string) => `$$${tex.includes('\n') ? tex : tex.trim()}$$`)
    .replace(/(?<!\\)\\\(([\s\S]+?)\\\)/g, (_, tex: string) => `$${tex.trim()}$`);
}
