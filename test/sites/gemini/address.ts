/** @param account `/u/<number>` of a person who is signed in with several; `''` for the first one */
export const geminiPath = (chatId: string | null, account = ''): string =>
  chatId === null ? `${account}/app` : `${account}/app/${chatId}`;
