export const chatgptPath = (chatId: string | null): string => (chatId === null ? '/' : `/c/${chatId}`);
