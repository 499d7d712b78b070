import { stepBlock } from '../api-step.ts';

/** Where the page draws a card, a picture or a player, the text has an address that leads nowhere. Seen 2026-10. */
const PLACEHOLDER = /^[ \t]*https?:\/\/googleusercontent\.com\/([a-z_]+)\/\d+[ \t]*$/gm;
/** Pictures, films and documents that the page opens beside the answer. */
const KNOWN_KINDS = new Set(['card_content', 'image_generation_content', 'immersive_entry_chip', 'video_gen_chip']);
/** The language of code that Gemini ran itself: `python?code_reference&code_event_index=1`. */
const RUN_CODE = /^([ \t]*`{3,}\w+)\?code_\w+&code_event_index=\d+[ \t]*$/gm;

/** How many placeholders stand for something of a kind that is not known. */
export function unknownPartsOf(text: string, hasAttachments: boolean): number {
  return hasAttachments ? 0 : [...text.matchAll(PLACEHOLDER)].filter(([, kind = '']) => !KNOWN_KINDS.has(kind)).length;
}

/** The Markdown of an answer. What a placeholder stands for is named, unless the message has it as an attachment. */
export function readAnswerMarkdown(text: string, hasAttachments: boolean): string {
  return text
    .replace(PLACEHOLDER, (_, kind: string) =>
      hasAttachments || kind === 'card_content' ? '' : stepBlock({ name: kind }),
    )
    .replace(RUN_CODE, '$1')
    .trim();
}
