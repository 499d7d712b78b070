import { testReader } from '../../../test/support/reader-contract.ts';
import { metaReader } from './dom-reader.ts';
import { metaSite } from './site.ts';

testReader({
  site: metaSite,
  reader: metaReader,
  pages: import.meta.glob<string>('/test/fixtures/meta/*.html', { query: '?raw', import: 'default', eager: true }),
  expected: import.meta.glob('/test/fixtures/meta/*.json'),
  addresses: {
    chat: 'https://www.meta.ai/prompt/00000000-1111-4222-8333-444444444444',
    start: 'https://www.meta.ai/',
    other: 'https://www.meta.ai/settings',
  },
});
