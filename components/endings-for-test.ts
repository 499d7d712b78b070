import english from '../public/_locales/en/messages.json' with { type: 'json' };

/** What follows a prefix in the keys of the texts: every value that has a text of its own. */
export function endingsOf<T extends string>(prefix: string): T[] {
  return Object.keys(english)
    .filter((key) => key.startsWith(prefix))
    .map((key) => key.slice(prefix.length) as T);
}
