import type { AcceptOutcome } from '../store/accept-store.ts';
import { type Family, type Sample, writeFamilies } from './prometheus-text.ts';

/** Upper ends in seconds. */
const DURATION_BUCKETS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10];

/** What requests are counted by: few and fixed, so that nobody can fill the memory by asking for names. */
const ROUTE_GROUPS = ['ingress', 'generic', 'blobs', 'api', 'other'] as const;
export type RouteGroup = (typeof ROUTE_GROUPS)[number];

/** What the receiver counts while it runs; no names, no content. */
export class Metrics {
  readonly #requests = new Map<string, Sample>();
  readonly #durations = new Map<RouteGroup, { buckets: number[]; sum: number; count: number }>();
  readonly #events = { accepted: 0, duplicate: 0, refused: 0 };

  observeRequest(route: RouteGroup, status: number, seconds: number): void {
    const key = `${route} ${status}`;
    const value = (this.#requests.get(key)?.value ?? 0) + 1;
    this.#requests.set(key, { labels: { route, status: String(status) }, value });
    const durations = this.#durations.get(route) ?? { buckets: DURATION_BUCKETS.map(() => 0), sum: 0, count: 0 };
    this.#durations.set(route, durations);
    for (const [i, end] of DURATION_BUCKETS.entries())
      if (seconds <= end) durations.buckets[i] = (durations.buckets[i] ?? 0) + 1;
    durations.sum += seconds;
    durations.count += 1;
  }

  countOutcomes(outcomes: readonly AcceptOutcome[]): void {
    for (const { status } of outcomes) this.#events[status] += 1;
  }

  /** @param more what is asked for only now @returns text in the format of Prometheus, version 0.0.4 */
  write(more: readonly Family[]): string {
    const events = Object.entries(this.#events).map(([outcome, value]) => ({ labels: { outcome }, value }));
    return writeFamilies([
      {
        name: 'brainpost_http_requests_total',
        type: 'counter',
        help: 'Requests that were answered.',
        samples: [...this.#requests.values()],
      },
      {
        name: 'brainpost_http_request_duration_seconds',
        type: 'histogram',
        help: 'How long answers took.',
        samples: this.#durationSamples(),
      },
      { name: 'brainpost_events_total', type: 'counter', help: 'Events whose signature was right.', samples: events },
      ...more,
    ]);
  }

  #durationSamples(): Sample[] {
    return [...this.#durations].flatMap(([route, { buckets, sum, count }]) => [
      ...DURATION_BUCKETS.map((end, i) => ({
        suffix: '_bucket',
        labels: { route, le: String(end) },
        value: buckets[i] ?? 0,
      })),
      { suffix: '_bucket', labels: { route, le: '+Inf' }, value: count },
      { suffix: '_sum', labels: { route }, value: sum },
      { suffix: '_count', labels: { route }, value: count },
    ]);
  }
}
