/** For reading the conversations back, those that changed last first. */
export const LIBRARY = `
  CREATE INDEX conversations_by_change ON conversations (workspace_id, updated_at, conversation_id);
`;
