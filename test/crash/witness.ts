/** One event and what the receiver said about it so far. */
export interface SentEvent {
  readonly number: number;
  readonly sessionId: string;
  answers: ('accepted' | 'duplicate')[];
  /** Attempts whose answer never came: the event may be there or not. */
  unanswered: number;
}

export const eventIdOf = ({ number }: SentEvent) => `evt_${number}`;
/** What its only message says; found again in the notes. */
export const markOf = ({ number }: SentEvent) => `mark-${number}-`;

/** Remembers what was sent and answered, and says where the answers contradict each other. */
export class Witness {
  readonly events: SentEvent[] = [];
  readonly violations: string[] = [];

  create(sessionId: string): SentEvent {
    const event = { number: this.events.length, sessionId, answers: [], unanswered: 0 };
    this.events.push(event);
    return event;
  }

  hear(event: SentEvent, status: unknown): void {
    if (status !== 'accepted' && status !== 'duplicate') {
      this.violations.push(`${eventIdOf(event)} was answered ${String(status)}`);
      return;
    }
    const isKnown = event.answers.length > 0;
    if (status === 'accepted' && isKnown)
      this.violations.push(`${eventIdOf(event)} was acknowledged, lost, accepted anew`);
    if (status === 'duplicate' && !isKnown && event.unanswered === 0) {
      this.violations.push(`${eventIdOf(event)} is called a duplicate and was never sent before`);
    }
    event.answers.push(status);
  }

  get unacknowledged(): SentEvent[] {
    return this.events.filter(({ answers }) => answers.length === 0);
  }
}
