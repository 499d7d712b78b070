/** A page of the last layout without a virtual list, as long as asked: 2026-03 of ChatGPT, where every turn is mounted. `below`: HTML after the turns. */
export function longPage(turns: number, below = ''): string {
  const body = Array.from({ length: turns }, (_, i) => turn(i)).join('\n');
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Long talk - ChatGPT</title></head><body><main>${body}${below}</main></body></html>`;
}

function turn(i: number): string {
  const words =
    `Word ${i} and some more of them, with <strong>weight</strong>, <em>stress</em> and <code>code_${i}</code>. `.repeat(
      4,
    );
  return `<article data-testid="conversation-turn-${2 * i + 1}" data-turn="user"><div data-message-author-role="user" data-message-id="u${i}"><div class="whitespace-pre-wrap">Question ${i}: what about this?
  - first
  - second</div></div></article>
<article data-testid="conversation-turn-${2 * i + 2}" data-turn="assistant"><div data-message-author-role="assistant" data-message-id="a${i}" data-message-model-slug="gpt-5"><div class="markdown prose"><p>${words}</p><ul><li>one of ${i}</li><li>two<ol><li>deeper</li></ol></li></ul><pre><div class="flex items-center">python</div><code class="language-python">def f_${i}(x):
    return x * ${i}
</code></pre><table><thead><tr><th>a</th><th>b</th></tr></thead><tbody><tr><td>${i}</td><td>x | y</td></tr></tbody></table><p>${words}<a href="https://example.com/${i}">source ${i}</a></p></div></div></article>`;
}
