import { testReader } from '../../../test/support/reader-contract.ts';
import { deepseekReader } from './dom-reader.ts';
import { deepseekSite } from './site.ts';

testReader({
  site: deepseekSite,
  reader: deepseekReader,
  pages: import.meta.glob<string>('/test/fixtures/deepseek/*.html', { query: '?raw', import: 'default', eager: true }),
  expected: import.meta.glob('/test/fixtures/deepseek/*.json'),
  addresses: {
    chat: 'https://chat.deepseek.com/a/chat/s/00000000-1111-4222-8333-444444444444',
    start: 'https://chat.deepseek.com/',
    other: 'https://chat.deepseek.com/sign_in',
  },
});
