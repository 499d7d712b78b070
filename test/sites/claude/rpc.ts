import { type Chat, replaceSources, type SimMessage, textSoFar } from '../chat.ts';
import { citationsIn, instantOf } from './message-data.ts';

type Json = Record<string, unknown>;

const STOP_REASON = {
  done: 'STOP_REASON_END_TURN',
  stopped: 'STOP_REASON_USER_CANCELED',
  failed: 'STOP_REASON_ERROR',
  streaming: 'STOP_REASON_UNSPECIFIED',
};

/** The answer of `ReadConversation`: three flat lists that name each other. What has its default value is not sent. */
export function readConversation(chat: Chat): Json {
  const written = chat.messages.filter(({ status }) => status !== 'streaming');
  const leaf = chat.branch().findLast((message) => written.includes(message));
  return {
    outcome: 'OUTCOME_SERVED',
    update: {
      conversation: { id: chat.id, title: chat.title, currentLeafMessageId: leaf?.id, revisionNs: '1' },
      messages: written.map((message) => toMessage(message, chat.messages.indexOf(message))),
      displayGroups: written.flatMap(groupsOf),
      contentBlocks: written.flatMap(blocksOf),
    },
  };
}

function toMessage(message: SimMessage, index: number): Json {
  const isUser = message.role === 'user';
  return {
    id: message.id,
    role: isUser ? 'ROLE_USER' : 'ROLE_ASSISTANT',
    ...(index > 0 && { index }),
    isComplete: true,
    createdAt: instantOf(message),
    ...(message.parentId !== null && { parentMessageId: message.parentId }),
    ...(!isUser && { stopReason: STOP_REASON[message.status] }),
    attachments: message.uploads.map(({ id, name, sizeBytes, mimeType }) => ({
      id,
      fileName: name,
      fileSize: String(sizeBytes),
      mediaType: mimeType,
      url: `/api/files/${id}/contents`,
    })),
  };
}

function groupsOf({ id, thoughts }: SimMessage): Json[] {
  const text = { id: `${id}-text`, messageId: id, index: 1, style: 'GROUP_STYLE_INLINE' };
  return thoughts === '' ? [text] : [text, { id: `${id}-work`, messageId: id, style: 'GROUP_STYLE_TIMELINE' }];
}

function blocksOf(message: SimMessage): Json[] {
  const { id, role, thoughts, whole } = message;
  const text = role === 'user' ? whole : replaceSources(textSoFar(message), () => '');
  const block = {
    id: `${id}-block`,
    displayGroupId: `${id}-text`,
    text,
    textFormat: { style: 'STYLE_MARKDOWN' },
    citations: citationsIn(message),
  };
  const thinking = { id: `${id}-thought`, displayGroupId: `${id}-work`, text: thoughts, thinkingDisplay: {} };
  return thoughts === '' ? [block] : [thinking, block];
}
