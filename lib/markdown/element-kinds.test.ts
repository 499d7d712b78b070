import { describe, expect, test } from 'vitest';
import { ElementKinds } from './element-kinds.ts';
import type { MarkdownRules } from './rules.ts';

const RULES: MarkdownRules = {
  drop: ['.chrome', '.bar > span', '[data-role="x"]'],
  keep: ['.chrome.said'],
  code: [{ block: '.code:has(pre)' }],
  chips: [{ chip: '.chip' }],
  keepLines: ['.typed p'],
};

function page(html: string): HTMLElement {
  const root = document.createElement('div');
  root.append(...new DOMParser().parseFromString(html, 'text/html').body.childNodes);
  return root;
}

describe('elements are sorted the same whether one like them was seen before or not', () => {
  test.each([
    ['a class', '<i class="chrome"></i><i class="chrome said"></i><i></i><i class="chip"></i>'],
    ['an attribute', '<i data-role="x"></i><i data-role="y"></i><i hidden></i><i></i>'],
    ['a parent', '<span></span><b class="bar"><span></span></b><span></span>'],
    ['an ancestor', '<p></p><div class="typed"><p></p></div><p></p>'],
    ['what is inside', '<b class="code"></b><b class="code"><pre></pre></b><b class="code"></b>'],
  ])('%s', (_name, html) => {
    const kinds = new ElementKinds(RULES);
    const root = page(html);
    const elements = [...root.querySelectorAll('*')];
    const alone = elements.map((element) => new ElementKinds(RULES).within(root)(element));
    const kindOf = kinds.within(root);
    expect(elements.map(kindOf)).toEqual(alone);
    expect(elements.toReversed().map(kindOf).toReversed()).toEqual(alone);
    const isOdd = alone.map(({ chip, code, isDropped, keepsLines }) => !!(chip ?? code) || isDropped || keepsLines);
    expect(new Set(isOdd)).toEqual(new Set([true, false]));
  });
});
