/** Settings of one workspace as JSON, and workspaces that were removed: their ids and secrets stay taken. */
export const WORKSPACE_SETTINGS = `
  ALTER TABLE workspaces ADD COLUMN settings TEXT NOT NULL DEFAULT '{}';
  ALTER TABLE workspaces ADD COLUMN removed_at INTEGER;
`;
