import type { ApiClient } from '../api-client.ts';
import type { Answer } from '../api-refusal.ts';
import { fenced } from '../api-step.ts';
import { isRecord, type Json, listOf, recordsOf, textOf } from '../api-values.ts';

/** Accounts of the merged chat have this route; all others are refused with 403. Seen 2026-10. */
const ROUTE = '/claudeai-rpc/anthropic.bard.api.v1alpha.ConversationService/ReadConversation';

export function readConversation(client: ApiClient, organization: string, id: string): Promise<Answer<unknown>> {
  return client.json(ROUTE, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'connect-protocol-version': '1',
      'x-organization-uuid': organization,
      'anthropic-client-platform': 'web_claude_ai',
    },
    body: JSON.stringify({ conversationId: id, displayLanguage: 'en-US' }),
  });
}

const SENDERS: Readonly<Record<string, string>> = {
  ROLE_USER: 'human',
  ROLE_ASSISTANT: 'assistant',
  ROLE_SYSTEM: 'system',
};

/** The answer in the shape of the older route; null when it is not understood. Fields with their default value are not sent. */
export function toTreeAnswer(answer: unknown): Json | null {
  const update = isRecord(answer) && isRecord(answer['update']) ? answer['update'] : {};
  const conversation = update['conversation'];
  if (!isRecord(conversation) || !Array.isArray(update['messages']) || !Array.isArray(update['contentBlocks']))
    return null;
  const blocks = blocksByMessage(update);
  const messages = recordsOf(update['messages']);
  const orphans = orphansIn(update);
  return {
    name: conversation['title'],
    is_temporary: conversation['isTemporary'],
    current_leaf_message_uuid: conversation['currentLeafMessageId'],
    // Words that belong to no message count as messages that cannot be read.
    chat_messages: [
      ...messages.map((message) => toTreeMessage(message, blocks.get(textOf(message['id'])) ?? [])),
      ...orphans.map(() => null),
    ],
  };
}

function toTreeMessage(message: Json, content: readonly Json[]): Json {
  return {
    uuid: message['id'],
    sender: SENDERS[textOf(message['role'])],
    parent_message_uuid: textOf(message['parentMessageId']),
    index: message['index'] ?? 0,
    created_at: message['createdAt'],
    stop_reason: textOf(message['stopReason'])
      .replace(/^STOP_REASON_/, '')
      .toLowerCase(),
    content,
    files: recordsOf(message['attachments']).map(toFile),
  };
}

function toFile({ id, fileName, fileSize, mediaType, url }: Json): Json {
  return { file_uuid: id, file_name: fileName, file_size: fileSize, mime_type: mediaType, url };
}

/** `messages[].id` <- `displayGroups[].messageId`, `displayGroups[].id` <- `contentBlocks[].displayGroupId`. */
function blocksByMessage(update: Json): Map<string, Json[]> {
  const byGroup = grouped(recordsOf(update['contentBlocks']), 'displayGroupId');
  const groups = grouped(recordsOf(update['displayGroups']), 'messageId');
  const read = [...groups].map(([messageId, list]) => {
    const blocks = list.flatMap((group) => byGroup.get(textOf(group['id'])) ?? []);
    return [messageId, blocks.flatMap(toBlocks)] as const;
  });
  return new Map(read);
}

/** Blocks in no group, groups of no message. */
function orphansIn({ messages, displayGroups, contentBlocks }: Json): Json[] {
  const idsOf = (records: unknown) => new Set(recordsOf(records).map(({ id }) => textOf(id)));
  const [groups, known] = [idsOf(displayGroups), idsOf(messages)];
  return [
    ...recordsOf(contentBlocks).filter(({ displayGroupId: id }) => !groups.has(textOf(id))),
    ...recordsOf(displayGroups).filter(({ messageId: id }) => !known.has(textOf(id))),
  ];
}

function grouped(records: readonly Json[], key: string): Map<string, Json[]> {
  const groups = new Map<string, Json[]>();
  const place = (record: Json) => Number(record['index'] ?? 0);
  for (const record of records.toSorted((one, other) => place(one) - place(other))) {
    const group = groups.get(textOf(record[key]));
    if (group) group.push(record);
    else groups.set(textOf(record[key]), [record]);
  }
  return groups;
}

function toBlocks(block: Json): Json[] {
  const { text, summaries } = block;
  if (isRecord(block['thinkingDisplay']) || listOf(summaries).length > 0)
    return [{ type: 'thinking', thinking: text, summaries }];
  const images = recordsOf(block['resultImages']).map(({ url, title }) => ({ type: 'image', url, title }));
  const name = textOf(block['toolDisplayName']) || textOf(block['title']);
  if (name !== '') return toToolBlocks(block, name, images);
  return [...shownText(block), ...images];
}

function shownText({ text, textFormat, citations }: Json): Json[] {
  if (textOf(text) === '') return [];
  const format = isRecord(textFormat) ? textFormat : {};
  if (format['style'] !== 'STYLE_CODE') return [{ type: 'text', text, citations }];
  return [{ type: 'text', text: fenced(textOf(text), textOf(format['language'])) }];
}

/** What the tool gave back (`text`) is left out, as in the other shape. */
function toToolBlocks(block: Json, name: string, images: readonly Json[]): Json[] {
  const id = textOf(block['id']);
  const shown = isRecord(block['displayContent']) ? block['displayContent'] : {};
  const { richItems, ...others } = shown;
  const found = isRecord(richItems) ? recordsOf(richItems['items']) : [];
  const links = found.map(({ title, url }) => ({ type: 'knowledge', title, url }));
  return [
    { type: 'tool_use', id, name, input: inputOf(block) },
    { type: 'tool_result', tool_use_id: id, name, content: [...links, ...images] },
    ...Object.entries(others).map(([type, content]) => ({ type, content })),
  ];
}

/** The whole input as a table, else one line about it. */
function inputOf({ inputDisplay, inputSummary }: Json): Json {
  const table = isRecord(inputDisplay) && isRecord(inputDisplay['table']) ? inputDisplay['table'] : {};
  const rows = recordsOf(table['rows']).map(({ label, value }) => [textOf(label), textOf(value)]);
  if (rows.length > 0) return Object.fromEntries(rows) as Json;
  return textOf(inputSummary) === '' ? {} : { input: inputSummary };
}
