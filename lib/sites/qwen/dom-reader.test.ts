import { testReader } from '../../../test/support/reader-contract.ts';
import { qwenReader } from './dom-reader.ts';
import { qwenSite } from './site.ts';

testReader({
  site: qwenSite,
  reader: qwenReader,
  pages: import.meta.glob<string>('/test/fixtures/qwen/*.html', { query: '?raw', import: 'default', eager: true }),
  expected: import.meta.glob('/test/fixtures/qwen/*.json'),
  addresses: {
    chat: 'https://chat.qwen.ai/c/00000000-1111-4222-8333-444444444444',
    start: 'https://chat.qwen.ai/',
    other: 'https://chat.qwen.ai/settings',
  },
});
