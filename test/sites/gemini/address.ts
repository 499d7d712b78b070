export const geminiPath = (chatId: string | null): string => (chatId === null ? '/app' : `/app/${chatId}`);
