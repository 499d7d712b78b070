import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { eventIdOf, markOf, type SentEvent } from './witness.ts';

/** Reads the data folder of a receiver that has ended. @returns what is lost or doubled in it, nothing when all is well */
export function inspectData(dataDir: string, events: readonly SentEvent[]): string[] {
  const database = new DatabaseSync(join(dataDir, 'brainpost.db'), { readOnly: true });
  try {
    return [...inspectDatabase(database, events), ...inspectNotes(join(dataDir, 'vault'), events)];
  } finally {
    database.close();
  }
}

function inspectDatabase(database: DatabaseSync, events: readonly SentEvent[]): string[] {
  const numberOf = (sql: string) => Number(Object.values(database.prepare(sql).get() ?? {})[0]);
  const stored = new Set(
    database
      .prepare('SELECT event_id FROM event_inbox')
      .all()
      .map((row) => row['event_id']),
  );
  const missing = events.filter((event) => !stored.has(eventIdOf(event)));
  const sessions = new Set(events.map(({ sessionId }) => sessionId)).size;
  const counts: [string, number, number][] = [
    ['rows in the inbox', numberOf('SELECT count(*) FROM event_inbox'), events.length],
    ['events done', numberOf(`SELECT count(*) FROM event_inbox WHERE state = 'done'`), events.length],
    ['messages', numberOf('SELECT count(*) FROM messages'), events.length],
    ['conversations', numberOf('SELECT count(*) FROM conversations'), sessions],
    ['arrivals in the outbox', countOutbox(numberOf, 'webhook.chatgpt.brain_ingest'), events.length],
    ['messages in the outbox', countOutbox(numberOf, 'chat.message'), events.length],
    ['beginnings in the outbox', countOutbox(numberOf, 'chat.conversation.started'), sessions],
  ];
  const check = database.prepare('PRAGMA integrity_check').get()?.['integrity_check'];
  return [
    ...missing.map((event) => `${eventIdOf(event)} is lost`),
    ...counts.flatMap(([what, found, expected]) => (found === expected ? [] : [`${found} ${what}, not ${expected}`])),
    ...(check === 'ok' ? [] : [`the database is damaged: ${String(check)}`]),
  ];
}

function countOutbox(numberOf: (sql: string) => number, type: string): number {
  return numberOf(`SELECT count(*) FROM event_outbox WHERE type = '${type}'`);
}

/** Of each message, how often it stands in the notes: it has to be once. */
function inspectNotes(vaultDir: string, events: readonly SentEvent[]): string[] {
  const notes = readNotes(vaultDir);
  return events.flatMap((event) => {
    const times = notes.split(markOf(event)).length - 1;
    return times === 1 ? [] : [`${markOf(event)} stands in the notes ${times} times`];
  });
}

/** Whether the note writer has caught up. */
export function areNotesComplete(dataDir: string, events: readonly SentEvent[]): boolean {
  const notes = readNotes(join(dataDir, 'vault'));
  return events.every((event) => notes.includes(markOf(event)));
}

function readNotes(vaultDir: string): string {
  const paths = readdirSync(vaultDir, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.md'));
  return paths.map((path) => readFileSync(join(vaultDir, path), 'utf8')).join('\n');
}
