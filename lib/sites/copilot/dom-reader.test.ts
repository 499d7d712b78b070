import { testReader } from '../../../test/support/reader-contract.ts';
import { copilotReader } from './dom-reader.ts';
import { copilotSite } from './site.ts';

testReader({
  site: copilotSite,
  reader: copilotReader,
  pages: import.meta.glob<string>('/test/fixtures/copilot/*.html', { query: '?raw', import: 'default', eager: true }),
  expected: import.meta.glob('/test/fixtures/copilot/*.json'),
  addresses: {
    chat: 'https://copilot.microsoft.com/chats/AbCdEfGh12345',
    start: 'https://copilot.microsoft.com/',
    other: 'https://copilot.microsoft.com/discover',
  },
});
