/** Distances from the bottom of the window that the button tries, nearest first. CSS pixels. */
const STEPS = [96, 152, 208, 264, 320];
const SIZE = 44;

/**
 * Finds a place at the inline end of the window where the button covers none of the site's own controls.
 * @param ownHost the button's own element, which does not count
 * @returns distance from the bottom in CSS pixels; the nearest one when every place is taken
 */
export function freeBottomOffset(view: Window, ownHost: Element): number {
  const x = view.innerWidth - SIZE;
  const isFree = (bottom: number) =>
    view.document
      .elementsFromPoint(x, view.innerHeight - bottom - SIZE / 2)
      .every((element) => element === ownHost || !element.closest('button, a, input, textarea, [role="button"]'));
  return STEPS.find(isFree) ?? STEPS[0] ?? 0;
}
