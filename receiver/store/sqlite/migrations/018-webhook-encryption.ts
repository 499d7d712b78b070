/** 32 bytes in base64url that the payloads of a webhook are encrypted with; NULL: they are sent as they are. */
export const WEBHOOK_ENCRYPTION = `
  ALTER TABLE webhooks ADD COLUMN encryption_key TEXT;
`;
