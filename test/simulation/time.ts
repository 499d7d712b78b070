/** True time, and the computer's clock, which may be wrong and may jump. */
export class Time {
  /** UNIX milliseconds. */
  trueMs = Date.UTC(2026, 10, 21, 9);
  /** How far the computer's clock is ahead. */
  skewMs = 0;
  /** When the browser wakes a worker, in true time: an alarm runs by a timer that does not jump. `null` for never. */
  alarmMs: number | null = null;

  /** What the computer takes for the time. */
  now(): number {
    return this.trueMs + this.skewMs;
  }

  pass(ms: number): void {
    this.trueMs += ms;
  }

  /** The alarm goes off, and will again in half an hour unless it is set anew. */
  ring(): void {
    this.trueMs = Math.max(this.alarmMs ?? 0, this.trueMs);
    this.alarmMs = this.trueMs + 30 * 60_000;
  }

  /** Browsers wake nobody sooner than after 30 seconds. */
  setAlarm(atMs: number): void {
    this.alarmMs = this.trueMs + Math.max(30_000, atMs - this.now());
  }
}
