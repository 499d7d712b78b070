import { replaceSources, type SimMessage, textSoFar, type Upload } from '../chat.ts';

/** Private-use signs around and in a marker. */
const [OPEN, CLOSE, NEXT] = ['\u{E200}', '\u{E201}', '\u{E202}'];

type Json = Record<string, unknown>;

/** Unix seconds with a fraction, as the site gives them. */
export const secondsOf = (atMs: number): number => atMs / 1000 + 0.123456;

const STATUS = {
  done: 'finished_successfully',
  streaming: 'in_progress',
  stopped: 'finished_partial_completion',
  failed: 'finished_partial_completion',
};

/** A message as both routes give it. */
export function apiMessage(message: SimMessage, parentId: string, exchangeId: string): Json {
  const isUser = message.role === 'user';
  const text = isUser ? message.whole : withMarkers(message);
  return {
    id: message.id,
    author: { role: message.role, name: null, metadata: {} },
    create_time: secondsOf(message.createdAtMs),
    update_time: null,
    content: { content_type: 'text', parts: [text] },
    status: STATUS[message.status],
    end_turn: isUser ? null : message.status === 'done',
    weight: 1,
    recipient: 'all',
    channel: isUser ? null : 'final',
    metadata: {
      parent_id: parentId,
      turn_exchange_id: exchangeId,
      ...(message.uploads.length === 0 ? {} : { attachments: message.uploads.map(toAttachment) }),
      ...(isUser ? {} : { model_slug: 'gpt-5-5', ...references(message, text), ...finish(message) }),
    },
  };
}

function toAttachment({ id, name, sizeBytes, mimeType }: Upload): Json {
  return { id, name, size: sizeBytes, mime_type: mimeType, width: 640, height: 480 };
}

/** What the model thought before an answer: a message of its own. */
export function thoughtsMessage(answer: SimMessage, parentId: string, exchangeId: string): Json {
  return {
    id: thoughtsId(answer),
    author: { role: 'assistant', name: null, metadata: {} },
    create_time: secondsOf(answer.createdAtMs),
    update_time: null,
    content: { content_type: 'thoughts', thoughts: [{ summary: '', content: answer.thoughts, finished: true }] },
    status: 'finished_successfully',
    end_turn: false,
    weight: 0,
    recipient: 'all',
    channel: null,
    metadata: { parent_id: parentId, turn_exchange_id: exchangeId, model_slug: 'gpt-5-5' },
  };
}

export const thoughtsId = ({ id }: SimMessage): string => `${id.slice(0, -12)}f${id.slice(-11)}`;

/** Formulas are written `\(…\)` and `\[…\]`, sources are markers. */
function withMarkers(message: SimMessage): string {
  const text = replaceSources(textSoFar(message), marker);
  return text
    .replace(/\$\$\n([\s\S]+?)\n\$\$/g, (_, tex: string) => `\\[\n${tex}\n\\]`)
    .replace(/(?<![\\$])\$([^$\n]+?)\$(?!\d)/g, (_, tex: string) => `\\(${tex}\\)`);
}

const marker = (place: number) => `${OPEN}cite${NEXT}turn0search${place}${CLOSE}`;

function references({ sources }: SimMessage, text: string): Json {
  if (sources.length === 0) return {};
  const found = sources.map(({ title, url, attribution }, place) => {
    const matched = marker(place);
    const start = text.indexOf(matched);
    const items = [{ title, url, attribution, supporting_websites: [] }];
    return {
      type: 'grouped_webpages',
      matched_text: matched,
      start_idx: start,
      end_idx: start + matched.length,
      alt: null,
      items,
    };
  });
  return { content_references: found.filter(({ start_idx: start }) => start >= 0) };
}

function finish({ status }: SimMessage): Json {
  if (status === 'stopped') return { finish_details: { type: 'interrupted', reason: 'client_stopped' } };
  return status === 'done' ? { finish_details: { type: 'stop', stop_tokens: [200002] } } : {};
}
