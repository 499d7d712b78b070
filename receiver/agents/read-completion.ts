import { createParser } from 'eventsource-parser';
import { z } from 'zod';
import type { TokenCounts } from '../store/agent-run-store.ts';
import type { RunError } from './run-errors.ts';

/** Longer than any model answers; what is longer is not an answer. */
export const MAX_ANSWER_LENGTH = 1_000_000;
/** Of the stream: each token of an answer comes in some hundred bytes. */
const MAX_STREAM_BYTES = 64_000_000;

/** What a model said. */
export interface ChatAnswer {
  /** Markdown. */
  readonly content: string;
  /** Apart from the answer; `null` for none. */
  readonly reasoning: string | null;
  /** As the endpoint names it; `null` when it does not. */
  readonly model: string | null;
  readonly tokens: TokenCounts | null;
}

export type CompletionResult = { ok: true; answer: ChatAnswer } | { ok: false; error: RunError };

const text = z.string().nullish();
/** llama.cpp, vLLM and DeepSeek say `reasoning_content`, Ollama `reasoning`. */
const saidSchema = z.object({ content: text, reasoning_content: text, reasoning: text });
const completionSchema = z.object({
  model: text,
  choices: z
    .array(z.object({ delta: saidSchema.nullish(), message: saidSchema.nullish(), finish_reason: text }))
    .nullish(),
  usage: z.object({ prompt_tokens: z.int().catch(0), completion_tokens: z.int().catch(0) }).nullish(),
  error: z.unknown().optional(),
});

/**
 * Reads an answer of `/chat/completions`: a stream of Server-Sent Events, or the whole as JSON from an endpoint that does not
 * stream (https://platform.openai.com/docs/api-reference/chat). Rejects when the connection fails.
 */
export async function readCompletion(contentType: string, body: AsyncIterable<Uint8Array>): Promise<CompletionResult> {
  const answer = new Answer();
  const decoder = new TextDecoder();
  let size = 0;
  const isStream = contentType.startsWith('text/event-stream');
  const parser = createParser({ onEvent: ({ data }) => answer.take(data) });
  let json = '';
  for await (const chunk of body) {
    size += chunk.length;
    if (size > MAX_STREAM_BYTES || answer.isTooLong) return { ok: false, error: 'answer_too_long' };
    const part = decoder.decode(chunk, { stream: true });
    if (isStream) parser.feed(part);
    else json += part;
    // What follows the end is not waited for.
    if (answer.hasEnded) break;
  }
  if (!isStream) answer.take(json);
  return answer.result();
}

class Answer {
  #content = '';
  #reasoning = '';
  #model: string | null = null;
  #tokens: TokenCounts | null = null;
  #error: RunError | null = null;
  #isFinished = false;
  hasEnded = false;

  get isTooLong(): boolean {
    return this.#content.length + this.#reasoning.length > MAX_ANSWER_LENGTH;
  }

  take(data: string): void {
    if (data.trim() === '[DONE]') {
      this.#isFinished = true;
      this.hasEnded = true;
      return;
    }
    const said = completionSchema.safeParse(parseJson(data)).data;
    if (!said || (said.error !== undefined && said.error !== null)) {
      this.#error ??= said ? 'server_error' : 'invalid_answer';
      this.hasEnded = true;
      return;
    }
    this.#model ??= said.model ?? null;
    const [choice] = said.choices ?? [];
    const part = choice?.delta ?? choice?.message;
    this.#content += part?.content ?? '';
    this.#reasoning += part?.reasoning_content ?? part?.reasoning ?? '';
    // The counts come after the last word, in a message of their own.
    if (choice?.finish_reason) this.#isFinished = true;
    if (said.usage) this.#tokens = { prompt: said.usage.prompt_tokens, completion: said.usage.completion_tokens };
  }

  result(): CompletionResult {
    if (this.isTooLong) return { ok: false, error: 'answer_too_long' };
    if (this.#error) return { ok: false, error: this.#error };
    if (!this.#isFinished) return { ok: false, error: 'incomplete_answer' };
    if (this.#content.trim() === '') return { ok: false, error: 'empty_answer' };
    const reasoning = this.#reasoning.trim() === '' ? null : this.#reasoning;
    return { ok: true, answer: { content: this.#content, reasoning, model: this.#model, tokens: this.#tokens } };
  }
}

function parseJson(data: string): unknown {
  try {
    return JSON.parse(data);
  } catch {
    return null; // no answer of this protocol
  }
}
