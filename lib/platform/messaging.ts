import { defineExtensionMessaging } from '@webext-core/messaging';
import type { MessageMap } from '../messages.ts';

/** The one message channel between pages, content script and worker; names and shapes are those of `MessageMap`. */
export const { sendMessage, onMessage } = defineExtensionMessaging<MessageMap>();
