import { aistudioPages } from './aistudio/layouts.ts';
import * as chatgpt from './chatgpt/layouts.ts';
import * as claude from './claude/layouts.ts';
import { copilotPages } from './copilot/layouts.ts';
import { deepseekPages } from './deepseek/layouts.ts';
import * as gemini from './gemini/layouts.ts';
import { grokPages } from './grok/layouts.ts';
import { metaPages } from './meta/layouts.ts';
import { mistralPages } from './mistral/layouts.ts';
import { perplexityPages } from './perplexity/layouts.ts';
import { qwenPages } from './qwen/layouts.ts';
import { sites } from './registry.ts';

/** Words of this project, never of a page: the only ones that a page's skeleton may be written in. */
export interface SkeletonWords {
  readonly tags: ReadonlySet<string>;
  readonly attributes: ReadonlySet<string>;
  readonly classes: ReadonlySet<string>;
  /** By attribute: what its value may be, or begin with. */
  readonly values: ReadonlyMap<string, ReadonlySet<string>>;
}

const TAGS =
  'a article aside body br button canvas code dd details div dl dt em fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr iframe img input label li main mark math nav ol option p picture pre section select slot span strong sub summary sup svg table tbody td template textarea th thead time tr ul video';
/** Attributes of any page that help to tell what an element is. */
const ATTRIBUTES =
  'alt aria-busy aria-hidden aria-label class contenteditable data-index data-key data-message-id data-role data-slot data-state data-testid dir hidden href id inert lang role src style tabindex title type';
const ROLES =
  'article button cell columnheader complementary dialog feed figure form grid group heading img link list listitem log main menu navigation none note presentation region row rowgroup separator status tab table tabpanel textbox toolbar';

/** What the layouts and sites of this project name in their selectors. */
export const skeletonWords: SkeletonWords = collectWords([
  sites,
  [aistudioPages, copilotPages, deepseekPages, grokPages, metaPages, mistralPages, perplexityPages, qwenPages],
  [chatgpt, claude, gemini],
]);

/** @param data selectors, and objects and lists that hold some */
export function collectWords(data: unknown): SkeletonWords {
  const tags = new Set(TAGS.split(' '));
  const attributes = new Set(ATTRIBUTES.split(' '));
  const classes = new Set<string>();
  const values = new Map([['role', new Set(ROLES.split(' '))]]);
  for (const text of textsIn(data)) {
    // Classes may be written with a backslash: `.group\/row`.
    for (const [, name = ''] of text.matchAll(/\.((?:[\w-]|\\.)+)/g)) classes.add(name.replaceAll('\\', ''));
    for (const [, name = ''] of text.matchAll(/(?:^|[\s>+~,(])([a-z][a-z\d]*-[a-z\d-]+)/g)) tags.add(name);
    for (const [, name = '', value = ''] of text.matchAll(/\[([\w-]+)(?:[~|^*]?="([^"]*)")?/g)) {
      attributes.add(name);
      if (value === '') continue;
      if (name === 'class') classes.add(value);
      else values.set(name, (values.get(name) ?? new Set()).add(value));
    }
  }
  return { tags, attributes, classes, values };
}

function textsIn(data: unknown): string[] {
  if (typeof data === 'string') return [data];
  return typeof data === 'object' && data !== null ? Object.values(data).flatMap(textsIn) : [];
}
