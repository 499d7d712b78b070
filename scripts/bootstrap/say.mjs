/** Everything said before a task runs goes to stderr. */
export function say(text) {
  process.stderr.write(`${text}\n`);
}

/** One sentence for a person, and the end. */
export function fail(text) {
  say(text);
  process.exit(1);
}
