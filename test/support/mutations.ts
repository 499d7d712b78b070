/** A number below another one. */
export type Random = (below: number) => number;

export interface SpoiltPage {
  readonly document: Document;
  readonly what: string;
}

/** A page after something has gone wrong with it: saved in half, an element gone or there twice, a name changed. */
export function mutatedPage(parse: (html: string) => Document, html: string, random: Random): SpoiltPage {
  if (random(8) === 0) {
    const length = random(html.length);
    return { document: parse(html.slice(0, length)), what: `cut at ${length}` };
  }
  const document = parse(html);
  const elements = [...document.body.querySelectorAll('*')];
  const element = elements[random(elements.length)];
  if (!element) return { document, what: 'nothing' };
  const name = `<${element.localName}> ${elements.indexOf(element)}`;
  const names = element.getAttributeNames();
  switch (random(4)) {
    case 0:
      element.remove();
      return { document, what: `without ${name}` };
    case 1:
      element.after(element.cloneNode(true));
      return { document, what: `${name} twice` };
    case 2: {
      const attribute = names[random(names.length)];
      if (attribute !== undefined) rename(element, attribute);
      return { document, what: `${name} ${attribute ?? ''} renamed` };
    }
    default: {
      // A redesign: the same attribute has another name all over the page.
      const attribute = names[random(names.length)];
      if (attribute !== undefined) for (const one of elements) rename(one, attribute);
      return { document, what: `${attribute ?? ''} renamed everywhere` };
    }
  }
}

function rename(element: Element, attribute: string): void {
  const value = element.getAttribute(attribute);
  if (value === null) return;
  element.removeAttribute(attribute);
  element.setAttribute(`data-new-${attribute.replace(/^data-/, '')}`, value);
}

/** Data after something has gone wrong with it, and what; the original stays as it is. */
export function mutatedJson(data: unknown, random: Random): { readonly data: unknown; readonly what: string } {
  const copy = structuredClone(data);
  const holders = holdersIn(copy, '');
  const { holder, path } = holders[random(holders.length)] ?? { holder: [], path: '' };
  const keys = Object.keys(holder);
  const key = keys[random(keys.length)];
  if (key === undefined) return { data: copy, what: 'nothing' };
  return { data: copy, what: `${path}.${key} ${spoil(holder as Record<string, unknown>, key, random)}` };
}

function spoil(holder: Record<string, unknown>, key: string, random: Random): string {
  const list: unknown = holder;
  const kind = random(4);
  if (kind === 0) {
    if (Array.isArray(list)) list.splice(Number(key), 1);
    else delete holder[key];
    return 'removed';
  }
  if (kind === 1 && Array.isArray(list)) {
    list.splice(Number(key), 0, structuredClone(holder[key]));
    return 'twice';
  }
  if (kind === 2 && !Array.isArray(list)) {
    holder[`new_${key}`] = holder[key];
    delete holder[key];
    return 'renamed';
  }
  holder[key] = [7, {}, []][random(3)];
  return `is ${JSON.stringify(holder[key])}`;
}

function holdersIn(value: unknown, path: string): { holder: object; path: string }[] {
  if (typeof value !== 'object' || value === null) return [];
  const inside = Object.entries(value).flatMap(([key, inner]) => holdersIn(inner, `${path}.${key}`));
  return [{ holder: value, path }, ...inside];
}
