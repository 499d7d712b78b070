/** How far the outbox was read; see `SqliteOutbox`. */
export const OUTBOX_MARK = `
  CREATE TABLE event_outbox_mark (one INTEGER PRIMARY KEY CHECK (one = 1), id INTEGER NOT NULL) STRICT;
  INSERT INTO event_outbox_mark (one, id) VALUES (1, 0);
`;
