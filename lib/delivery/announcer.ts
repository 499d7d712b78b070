import { report } from '../platform/report.ts';
import type { DeliveryRow } from './row.ts';

/** How long the pages and the badge may be behind, in milliseconds. */
const BEHIND_MS = 250;

/** Tells others what was delivered: many at a time, because each telling costs more than a delivery. */
export class Announcer {
  #eventIds: string[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #tell: (deliveredEventIds: string[]) => Promise<void>;

  constructor(tell: (deliveredEventIds: string[]) => Promise<void>) {
    this.#tell = tell;
  }

  add({ eventId, state }: DeliveryRow): void {
    if (state === 'delivered') this.#eventIds.push(eventId);
    this.#timer ??= setTimeout(() => void this.flush().catch(report), BEHIND_MS);
  }

  async flush(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    await this.#tell(this.#eventIds.splice(0));
  }
}
