import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

/** What a model was asked. */
export interface Asked {
  readonly path: string;
  readonly authorization: string | undefined;
  readonly body: {
    readonly model: string;
    readonly stream: boolean;
    readonly messages: readonly { readonly role: string; readonly content: string }[];
  };
}

/** Answers one request. */
export type Answer = (response: ServerResponse, asked: Asked) => void;

/**
 * A server that speaks the OpenAI-compatible API.
 * @param answers one after the other; the last one answers everything after it
 */
export async function startModelServer(answers: readonly Answer[] = [streamed('Filed.')]) {
  const asked: Asked[] = [];
  const server = createServer((request: IncomingMessage, response) => {
    let text = '';
    request.on('data', (chunk) => (text += String(chunk)));
    request.on('end', () => {
      const { authorization } = request.headers;
      const one = { path: request.url ?? '', authorization, body: JSON.parse(text) as Asked['body'] };
      asked.push(one);
      answers[Math.min(asked.length, answers.length) - 1]?.(response, one);
    });
  });
  await new Promise<void>((done) => void server.listen(0, '127.0.0.1', done));
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return { baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`, asked };
}

/** The messages of a stream, as Ollama sends them. */
export function streamOf(text: string, { reasoning }: { reasoning?: string } = {}): object[] {
  const chunk = (choice: object, rest: object = {}) => ({
    object: 'chat.completion.chunk',
    model: 'llama3.3:70b',
    choices: [{ index: 0, finish_reason: null, ...choice }],
    ...rest,
  });
  return [
    chunk({ delta: { role: 'assistant', content: '' } }),
    ...(reasoning === undefined ? [] : [chunk({ delta: { reasoning } })]),
    ...text.split(/(?<= )/).map((word) => chunk({ delta: { content: word } })),
    chunk({ delta: {}, finish_reason: 'stop' }),
    { ...chunk({}), choices: [], usage: { prompt_tokens: 12, completion_tokens: 3, total_tokens: 15 } },
  ];
}

export function streamed(...told: Parameters<typeof streamOf>): Answer {
  return (response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' });
    for (const message of streamOf(...told)) response.write(`data: ${JSON.stringify(message)}\n\n`);
    response.end('data: [DONE]\n\n');
  };
}

export function refused(status: number, headers: Record<string, string> = {}): Answer {
  return (response) => void response.writeHead(status, headers).end('{"error":{"message":"chat text"}}');
}
