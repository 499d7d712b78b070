export const claudePath = (chatId: string | null): string => (chatId === null ? '/new' : `/chat/${chatId}`);
