/** When a conversation counts as ended if nothing follows; NULL once that was said. */
export const ENDINGS = `
  ALTER TABLE conversations ADD COLUMN idle_at INTEGER;
  CREATE INDEX conversations_idle ON conversations (idle_at) WHERE idle_at IS NOT NULL;
`;
