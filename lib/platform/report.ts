/** The one place where an unexpected error is written down. Errors carry ids and reasons, never chat text or secrets. */
export function report(error: unknown): void {
  // oxlint-disable-next-line no-console -- this is the seam
  console.error('Brainpost:', error);
}
