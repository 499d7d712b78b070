import { testReader } from '../../../test/support/reader-contract.ts';
import { mistralReader } from './dom-reader.ts';
import { mistralSite } from './site.ts';

testReader({
  site: mistralSite,
  reader: mistralReader,
  pages: import.meta.glob<string>('/test/fixtures/mistral/*.html', { query: '?raw', import: 'default', eager: true }),
  expected: import.meta.glob('/test/fixtures/mistral/*.json'),
  addresses: {
    chat: 'https://chat.mistral.ai/chat/00000000-1111-4222-8333-444444444444',
    start: 'https://chat.mistral.ai/chat',
    other: 'https://chat.mistral.ai/agents',
  },
});
