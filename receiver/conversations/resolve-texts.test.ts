import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { type BrainIngestEvent, brainIngestEventSchema, type Message } from '../../lib/protocol/event.ts';
import { utf8Bytes } from '../../lib/protocol/bytes.ts';
import { BlobFiles } from '../blobs/blob-files.ts';
import { makeReceiver, NOW } from '../test-support/receiver.ts';
import { makeEvent, signedInit, WORKSPACE } from '../test-support/signed-request.ts';
import { resolveTexts } from './resolve-texts.ts';

const digestOf = (text: string) => createHash('sha256').update(text).digest('hex');
const refOf = (text: string) => `blob:sha256:${digestOf(text)}`;

/** Texts are exact to the byte: a byte order mark at the beginning, line ends, a character of four bytes. */
const CONTENT = '\uFEFF# Tea\r\n🍵';
const REASONING = 'hm';
const FILE = 'leaves';
const PHOTO = { name: 'photo.png', ref: refOf('a photo') };

const APART: Message = {
  role: 'assistant',
  id: 'm1',
  content: '',
  attachments: [
    { name: 'tea.md', ref: refOf(FILE), holds: 'text' },
    PHOTO,
    { name: 'content.md', ref: refOf(CONTENT), holds: 'content' },
    { name: 'reasoning.md', ref: refOf(REASONING), holds: 'reasoning' },
  ],
};
const WHOLE: Message = {
  role: 'assistant',
  id: 'm1',
  content: CONTENT,
  reasoning: REASONING,
  attachments: [{ name: 'tea.md', text: FILE }, PHOTO],
};

const eventOf = (...messages: Message[]): BrainIngestEvent =>
  brainIngestEventSchema.parse(makeEvent({ data: { session_id: 's1', conversation_title: 'Tea', messages } }));

async function makeBlobReceiver() {
  const receiver = await makeReceiver();
  const put = async (...texts: string[]) => {
    for (const text of texts) {
      const body = utf8Bytes(text);
      const options = { timestampSec: NOW / 1000, body };
      const init = await signedInit({ event_id: digestOf(text) }, options);
      const path = `/webhooks/v1/${WORKSPACE}/blobs/${digestOf(text)}`;
      expect((await receiver.app.request(path, { ...init, method: 'PUT' })).status).toBe(201);
    }
  };
  const dir = `${receiver.dataDir}/blobs`;
  const blobs = { store: receiver.store, files: new BlobFiles(dir) };
  return { ...receiver, put, dir, resolve: (...messages: Message[]) => resolveTexts(eventOf(...messages), blobs) };
}

describe('texts that were delivered apart', () => {
  test('1.6 stand where they stood, to the byte; files that are no text stay references', async () => {
    const { put, resolve } = await makeBlobReceiver();
    await put(CONTENT, REASONING, FILE);
    const plain: Message = { role: 'user', content: 'hi', id: 'm0' };
    expect((await resolve(plain, APART)).data.messages).toEqual([plain, WHOLE]);
  });

  test('also in branches', async () => {
    const { put, store, dir } = await makeBlobReceiver();
    await put(CONTENT, REASONING, FILE);
    const event = eventOf({ role: 'user', content: 'hi', id: 'm0' });
    event.data.branches = [{ parent_id: 'm0', messages: [APART] }];
    const { data } = await resolveTexts(event, { store, files: new BlobFiles(dir) });
    expect(data.branches).toEqual([{ parent_id: 'm0', messages: [WHOLE] }]);
  });

  test('a message without attachments of its own says nothing of them', async () => {
    const { put, resolve } = await makeBlobReceiver();
    await put(CONTENT);
    const attachments = [{ ref: refOf(CONTENT), holds: 'content' as const }];
    const { data } = await resolve({ role: 'user', content: '', attachments });
    expect(data.messages).toEqual([{ role: 'user', content: CONTENT }]);
  });

  test.each([
    ['is not stored', CONTENT, refOf(CONTENT)],
    ['is no reference', CONTENT, 'blob:sha256:short'],
  ])('1.6 a text that %s is no empty text', async (_what, _text, ref) => {
    const { resolve } = await makeBlobReceiver();
    const message: Message = { role: 'user', content: '', attachments: [{ ref, holds: 'content' }] };
    await expect(resolve(message)).rejects.toThrow('the text of a message is not stored');
  });

  test('1.6 a text that the disk has changed is no text', async () => {
    const { put, resolve, dir } = await makeBlobReceiver();
    await put(CONTENT, REASONING, FILE);
    const digest = digestOf(REASONING);
    writeFileSync(`${dir}/${WORKSPACE}/${digest.slice(0, 2)}/${digest}`, 'other');
    await expect(resolve(APART)).rejects.toThrow('the text of a message is damaged');
  });

  test('1.6 an event that comes before its text is worked off when the text is there, and the conversation is whole', async () => {
    const { send, put, clock, store, wake } = await makeBlobReceiver();
    expect((await send({ ...eventOf(APART) })).status).toBe(200);
    const stored = async () => (await store.listConversations({ workspaceId: WORKSPACE, words: [], limit: 10 })).items;
    await expect.poll(async () => (await store.nextInboxDueAt()) ?? 0).toBeGreaterThan(clock.now);
    expect((await stored()).length).toBe(0);
    await put(CONTENT, REASONING, FILE);
    clock.now += 3_600_000;
    wake();
    await expect.poll(async () => (await stored()).length).toBe(1);
    const [found] = await stored();
    const conversation = await store.findConversation(WORKSPACE, found?.id ?? '');
    expect(conversation?.messages).toMatchObject([{ content: CONTENT, reasoning: REASONING }]);
  });
});
