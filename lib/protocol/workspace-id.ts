/** Letters, digits, `_` and `-`, 64 at most. On its own, so that a page which only checks an id loads no schemas. */
export const WORKSPACE_ID = /^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$/;
