/** Those that were begun before are few, and looked for in each pass: the whole backlog must not be read to find none. */
export const BEGUN = `
  CREATE INDEX event_inbox_begun ON event_inbox (due_at, id) WHERE due_at IS NOT NULL AND attempts > 0;
`;
