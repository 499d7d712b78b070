type LogField = string | number | boolean | null;
type LogFields = Readonly<Record<string, LogField>>;

/**
 * The receiver's only log: one JSON line an entry on stderr, so that stdout stays free for what a command prints.
 * Never chat text, secrets or signatures: fields are ids, codes and counts.
 */
export const log = {
  info: (event: string, fields: LogFields = {}) => write('info', event, fields),
  warn: (event: string, fields: LogFields = {}) => write('warn', event, fields),
  error: (event: string, fields: LogFields = {}) => write('error', event, fields),
};

/**
 * What of an exception may be logged or stored: its name, code and place. The message only where it is known to quote no
 * content (SQLite and the file system); JSON.parse, for one, quotes the text that it could not read.
 */
export function describeError(error: unknown): { error: string; at: string } {
  if (!(error instanceof Error)) return { error: 'unknown', at: '' };
  if (error.cause instanceof Error) return describeError(error.cause);
  const code = 'code' in error && typeof error.code === 'string' ? error.code : null;
  const at = error.stack?.split('\n').find((line) => line.startsWith('    at ')) ?? '';
  const text = code === null ? error.name : code === 'ERR_SQLITE_ERROR' ? `${code}: ${error.message}` : code;
  return { error: text, at: at.trim() };
}

function write(level: string, event: string, fields: LogFields): void {
  process.stderr.write(`${JSON.stringify({ time: new Date().toISOString(), level, event, ...fields })}\n`);
}
