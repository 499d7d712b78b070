import { testReader } from '../../../test/support/reader-contract.ts';
import { aistudioReader } from './dom-reader.ts';
import { aistudioSite } from './site.ts';

testReader({
  site: aistudioSite,
  reader: aistudioReader,
  pages: import.meta.glob<string>('/test/fixtures/aistudio/*.html', { query: '?raw', import: 'default', eager: true }),
  expected: import.meta.glob('/test/fixtures/aistudio/*.json'),
  addresses: {
    chat: 'https://aistudio.google.com/prompts/1AbCdEfGh',
    start: 'https://aistudio.google.com/prompts/new_chat',
    other: 'https://aistudio.google.com/library',
  },
});
