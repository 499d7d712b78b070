import { type Dispatcher, request } from 'undici';
import { readRetryAfter } from '../webhooks/attempt-outcome.ts';
import { classifyFailure } from '../webhooks/send-attempt.ts';
import type { AgentSettings } from '../store/agent-store.ts';
import { type ChatAnswer, readCompletion } from './read-completion.ts';
import { errorOfStatus, type RunError } from './run-errors.ts';

/** Whom to ask. */
export type Endpoint = Pick<AgentSettings, 'baseUrl' | 'model' | 'apiKey' | 'systemPrompt' | 'timeoutMs'>;

export type ChatResult =
  | { ok: true; answer: ChatAnswer; statusCode: number }
  /** `askedMs`: how long the endpoint asks to be left alone, `null` for nothing. */
  | { ok: false; error: RunError; statusCode: number | null; askedMs: number | null };

/**
 * Asks a model once, over the OpenAI-compatible API that Ollama, llama.cpp and vLLM speak too.
 * @param prompt Markdown
 * @param options.signal ends it early, as `timeout`
 */
export async function completeChat(
  agent: Dispatcher,
  endpoint: Endpoint,
  { prompt, signal, now }: { prompt: string; signal: AbortSignal; now: number },
): Promise<ChatResult> {
  const { baseUrl, apiKey, timeoutMs } = endpoint;
  let statusCode: number | null = null;
  try {
    const answer = await request(`${baseUrl}/chat/completions`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'text/event-stream, application/json',
        ...(apiKey !== null && { authorization: `Bearer ${apiKey}` }),
      },
      body: JSON.stringify(bodyOf(endpoint, prompt)),
      signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
      dispatcher: agent,
      // A large model on a small machine thinks for minutes before its first word: the one limit is the agent's own.
      headersTimeout: 0,
      bodyTimeout: 0,
    });
    ({ statusCode } = answer);
    const header = (name: string) => [answer.headers[name] ?? ''].flat()[0] ?? '';
    if (statusCode !== 200) {
      await answer.body.dump();
      const asked = header('retry-after');
      return {
        ok: false,
        error: errorOfStatus(statusCode),
        statusCode,
        askedMs: asked ? readRetryAfter(asked, now) : null,
      };
    }
    const read = await readCompletion(header('content-type'), answer.body as AsyncIterable<Uint8Array>);
    return read.ok ? { ...read, statusCode } : { ...read, statusCode, askedMs: null };
  } catch (error) {
    return { ok: false, error: classifyFailure(error), statusCode, askedMs: null };
  }
}

function bodyOf({ model, systemPrompt }: Endpoint, prompt: string) {
  const system = systemPrompt === '' ? [] : [{ role: 'system', content: systemPrompt }];
  return {
    model,
    messages: [...system, { role: 'user', content: prompt }],
    stream: true,
    stream_options: { include_usage: true },
  };
}
