import { createParser } from 'eventsource-parser';

export interface LiveEvent {
  /** Of the outbox. */
  readonly id: string;
  readonly type: string;
  readonly payload: string;
  /** When it was heard of here, RFC 3339. */
  readonly at: string;
}

const AGAIN_MS = 2000;

export interface StreamListener {
  readonly onEvent: (event: LiveEvent) => void;
  readonly onState: (isOpen: boolean) => void;
  readonly signal: AbortSignal;
}

/**
 * Follows a stream of events until it is told to stop; broken off, it goes on after the last one that was heard. Not by
 * `EventSource`, which tells only of types that are named beforehand.
 */
export async function followStream(path: string, { onEvent, onState, signal }: StreamListener): Promise<void> {
  let lastId: string | null = null;
  while (!signal.aborted) {
    try {
      const headers = lastId === null ? {} : { 'Last-Event-ID': lastId };
      const response = await fetch(path, { headers, signal });
      onState(response.ok);
      const parser = createParser({
        onEvent: ({ id = '', event = '', data }) => {
          lastId = id;
          onEvent({ id, type: event, payload: data, at: new Date().toISOString() });
        },
      });
      if (response.ok && response.body) await readText(response.body, (text) => parser.feed(text));
    } catch {
      // Stopped, or the receiver is away: it is asked again, and the state says so meanwhile.
    }
    if (signal.aborted) return;
    onState(false);
    await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
  }
}

async function readText(body: ReadableStream<Uint8Array<ArrayBuffer>>, onText: (text: string) => void): Promise<void> {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  for (let read = await reader.read(); !read.done; read = await reader.read()) onText(read.value);
}
