import { webAddress } from '../../markdown/web-address.ts';
import type { Attachment, Message } from '../../protocol/event.ts';
import { distinct } from '../api-chain.ts';
import { listOf, textOf, valueAt } from '../api-values.ts';
import { readAnswerMarkdown, unknownPartsOf } from './api-answer-text.ts';
import { sourcesIn, withLinks } from './api-sources.ts';

/** A prompt with its answer, and the other drafts of the answer. */
export interface Turn {
  readonly prompt: Message;
  /** null: the prompt was not answered. */
  readonly answer: Message | null;
  readonly drafts: readonly Message[];
  /** Whether there is something where the prompt or the answer stands, and not what it should be. */
  readonly isStrange: boolean;
  /** Placeholders in the answer that stand for something of a kind that is not known. */
  readonly unknownParts: number;
}

/**
 * `[[c_, r_], [c_, r_, rc_ selected], [[prompt, …], …], [[draft, …], …], [seconds, nanoseconds]]`.
 * Google writes lists without names; all positions last seen 2026-10.
 */
export function readTurn(turn: unknown): Turn {
  const drafts = listOf(valueAt(turn, 3, 0)).filter(Array.isArray);
  const selected = drafts.find((draft) => draft[0] === valueAt(turn, 1, 2)) ?? drafts[0];
  const model = textOf(valueAt(turn, 3, 21));
  const id = textOf(valueAt(turn, 0, 1));
  return {
    prompt: readPrompt(turn),
    // The page names an answer after its turn, whichever draft it shows.
    answer: selected ? readDraft(selected, id || textOf(selected[0]), model) : null,
    isStrange: typeof valueAt(turn, 2, 0, 0) !== 'string' || (valueAt(turn, 3) != null && drafts.length === 0),
    unknownParts: selected ? unknownPartsOf(writtenIn(selected), attachmentsOf(selected).length > 0) : 0,
    drafts: drafts.filter((draft) => draft !== selected).map((draft) => readDraft(draft, textOf(draft[0]), model)),
  };
}

function readPrompt(turn: unknown): Message {
  const files = listOf(valueAt(turn, 2, 0, 4, 0, 3)).map((file) => textOf(valueAt(file, 2)));
  const attachments = files.filter(Boolean).map((name) => ({ name }));
  return {
    role: 'user',
    // As the page shows it, so that both kinds of reading name the prompt alike.
    content: textOf(valueAt(turn, 2, 0, 0))
      .trimEnd()
      .replace(/^\n+/, ''),
    ...timeOf(valueAt(turn, 4)),
    ...(attachments.length === 0 ? {} : { attachments }),
  };
}

/** When the prompt was sent; the time of the answer is not kept. */
function timeOf(time: unknown): { timestamp?: string } {
  const [seconds, nanoseconds] = [valueAt(time, 0), valueAt(time, 1)];
  if (typeof seconds !== 'number') return {};
  const date = new Date(seconds * 1000 + Math.floor((typeof nanoseconds === 'number' ? nanoseconds : 0) / 1e6));
  return Number.isNaN(date.getTime()) ? {} : { timestamp: date.toISOString() };
}

function readDraft(draft: unknown, id: string, model: string): Message {
  const attachments = attachmentsOf(draft);
  const reasoning = textOf(valueAt(draft, 37, 0, 0)).trim();
  const citations = distinct(sourcesIn(draft));
  return {
    role: 'assistant',
    content: readAnswerMarkdown(withLinks(writtenIn(draft), valueAt(draft, 12)), attachments.length > 0),
    ...(id === '' ? {} : { id }),
    ...(model === '' ? {} : { model }),
    ...(reasoning === '' ? {} : { reasoning }),
    ...(citations.length === 0 ? {} : { citations }),
    ...(attachments.length === 0 ? {} : { attachments }),
  };
}

function writtenIn(draft: unknown): string {
  const text = textOf(valueAt(draft, 1, 0));
  // For some answers a placeholder stands where the text should be.
  const isElsewhere = /^\s*https?:\/\/googleusercontent\.com\/card_content\/\d+\s*$/.test(text);
  return isElsewhere ? textOf(valueAt(draft, 22, 0)) || text : text;
}

function attachmentsOf(draft: unknown): Attachment[] {
  return [...picturesOf(draft), ...documentsOf(draft)];
}

/** Pictures from the web, then those that were made. */
function picturesOf(draft: unknown): Attachment[] {
  const found = listOf(valueAt(draft, 12, 1)).map((image) =>
    picture(valueAt(image, 0, 0, 0), textOf(valueAt(image, 7, 0)) || textOf(valueAt(image, 0, 4))),
  );
  const made = listOf(valueAt(draft, 12, 7, 0)).map((image) =>
    picture(valueAt(image, 0, 3, 3), textOf(valueAt(image, 0, 3, 2))),
  );
  return [...found, ...made].filter((attachment) => attachment !== null);
}

function picture(url: unknown, name: string): Attachment | null {
  const address = webAddress(textOf(url), 'https://gemini.google.com');
  return address ? { ...(name === '' ? {} : { name }), url: address } : null;
}

/** Documents of Canvas and reports of Deep Research; other cards in this place have no text. */
function documentsOf(draft: unknown): Attachment[] {
  return listOf(valueAt(draft, 30)).flatMap((document) => {
    const text = textOf(valueAt(document, 4)) || textOf(valueAt(document, 17, 0));
    if (text === '') return [];
    const [id, name] = [textOf(valueAt(document, 0)), textOf(valueAt(document, 2))];
    return [{ ...(id && { id }), ...(name && { name }), mime_type: 'text/markdown', text: withLinks(text, document) }];
  });
}
