/** Doubles from one second up to five minutes. @param attempts made so far, at least 1 */
export function backoffMs(attempts: number): number {
  return Math.min(1000 * 2 ** (attempts - 1), 5 * 60_000);
}
