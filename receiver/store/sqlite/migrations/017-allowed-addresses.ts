/** JSON list of addresses and subnets that a source sends from; NULL: any. */
export const ALLOWED_ADDRESSES = `
  ALTER TABLE sources ADD COLUMN allowed_addresses TEXT;
`;
