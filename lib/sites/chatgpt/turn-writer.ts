import type { Attachment, Message } from '../../protocol/event.ts';

/** A message without its parts. */
export type MessageBase = Pick<Message, 'role' | 'id' | 'timestamp' | 'model'>;

/** Puts messages in order, and what stands beside the answers of a turn (thinking, work, documents) to one of them. */
export class TurnWriter {
  readonly messages: Message[] = [];
  /** Place of the turn's first answer. */
  #turn = 0;
  #steps: string[] = [];
  #documents: Attachment[] = [];
  /** Stands for the answer when none comes. */
  #worker: MessageBase | null = null;
  readonly #reports = new Map<string, Message>();

  message(message: Message): void {
    if (message.role === 'user') this.endTurn();
    this.messages.push(message.role === 'user' ? message : { ...message, ...this.#takeReasoning() });
    if (message.role === 'user') this.#turn = this.messages.length;
  }

  /** @param by who took it; most turns have many steps, and only the first is asked */
  step(step: string, by: () => MessageBase): void {
    this.#steps.push(step);
    this.#worker ??= by();
  }

  /** @param by id of the message that wrote it */
  document(document: Attachment, by: string): void {
    this.#documents.push(document);
    this.#worker ??= { role: 'assistant', id: by };
  }

  /** Snapshots of one report come again and again; the last is the fullest and stands where the first did. */
  report(id: string, message: Message): void {
    const known = this.#reports.get(id);
    if (known) {
      Object.assign(known, message, { id: known.id });
      return;
    }
    this.message(message);
    const made = this.messages.at(-1);
    if (made) this.#reports.set(id, made);
  }

  /** Work after the last answer of a turn, or without any answer, is not lost. */
  endTurn(): void {
    const last = this.messages.length > this.#turn ? this.messages.at(-1) : undefined;
    const answer = last ?? (this.#worker && { ...this.#worker, content: '' });
    const documents = this.#documents.splice(0);
    const reasoning = this.#takeReasoning(last?.reasoning);
    this.#worker = null;
    if (!answer) return;
    Object.assign(answer, reasoning);
    if (documents.length > 0) answer.attachments = [...(answer.attachments ?? []), ...documents];
    if (!last && (answer.reasoning || answer.attachments)) this.messages.push(answer);
  }

  #takeReasoning(before?: string): { reasoning?: string } {
    const steps = [...(before ? [before] : []), ...this.#steps.splice(0)];
    return steps.length > 0 ? { reasoning: steps.join('\n\n') } : {};
  }
}
