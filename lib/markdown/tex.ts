import { cleanText } from './clean-text.ts';

/** KaTeX of all sites, MathML, and Gemini's `data-math`; last seen 2026-11. */
export const FORMULA = '.katex-display, .katex, math, [data-math]';
export const DISPLAY_FORMULA = '.katex-display, math[display="block"], .math-block[data-math]';

const SOURCE_ATTRIBUTES = ['data-math', 'data-tex', 'data-latex'] as const;

/** The TeX source of a formula, null when the page shows the drawing only. */
export function texOf(formula: Element): string | null {
  const annotation = formula.querySelector('annotation[encoding="application/x-tex"]');
  const source = annotation?.textContent ?? attributeOf(formula) ?? bareSourceOf(formula);
  const tex = source == null ? '' : cleanText(source).trim();
  return tex === '' ? null : tex;
}

function attributeOf(formula: Element): string | null {
  for (const name of SOURCE_ATTRIBUTES) {
    const holder = formula.hasAttribute(name) ? formula : formula.querySelector(`[${name}]`);
    const value = holder?.getAttribute(name);
    if (value) return value;
  }
  return null;
}

/** A page saved by a tool that drops unknown elements keeps the annotation's text as the last bare text of `<math>`. */
function bareSourceOf(formula: Element): string | null {
  const math = formula.matches('math') ? formula : formula.querySelector('math');
  const texts = [...(math?.childNodes ?? [])].filter((node) => node.nodeType === 3 && node.textContent?.trim());
  return texts.at(-1)?.textContent ?? null;
}
