/** A time as the API tells it: RFC 3339. `null` stays `null`. @param time UNIX milliseconds */
export function isoTime<Time extends number | null>(time: Time): Time extends null ? string | null : string;
export function isoTime(time: number | null): string | null {
  return time === null ? null : new Date(time).toISOString();
}
