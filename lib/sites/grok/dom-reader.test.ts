import { testReader } from '../../../test/support/reader-contract.ts';
import { grokReader } from './dom-reader.ts';
import { grokSite } from './site.ts';

testReader({
  site: grokSite,
  reader: grokReader,
  pages: import.meta.glob<string>('/test/fixtures/grok/*.html', { query: '?raw', import: 'default', eager: true }),
  expected: import.meta.glob('/test/fixtures/grok/*.json'),
  addresses: {
    chat: 'https://grok.com/c/00000000-1111-4222-8333-444444444444',
    start: 'https://grok.com/',
    other: 'https://grok.com/imagine',
  },
});
