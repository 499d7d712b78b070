/** What stands on pages of chat sites beside the conversation. */
const BESIDE =
  'script, style, noscript, template, svg, nav, aside, header, footer, form, button, menu, textarea, [role="dialog"], [role="navigation"], [role="complementary"], [role="group"], [hidden], .sr-only, .visually-hidden, .cdk-visually-hidden';

/** The text of the page's main part that lies in none of the given elements: a sign that a layout was not understood. */
export function uncoveredText(document: Document, covered: readonly Element[]): string {
  const known = new Set(covered);
  let text = '';
  const walk = (parent: Element): void => {
    for (const node of parent.childNodes) {
      if (node.nodeType === 3) text += node.textContent ?? '';
      if (node.nodeType !== 1) continue;
      const element = node as Element;
      if (!known.has(element) && !element.matches(BESIDE)) walk(element);
    }
  };
  const main = document.querySelector('main') ?? document.body;
  if (main) walk(main);
  return text.replace(/\s+/g, ' ').trim();
}
