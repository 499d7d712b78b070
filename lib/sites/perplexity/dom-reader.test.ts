import { testReader } from '../../../test/support/reader-contract.ts';
import { perplexityReader } from './dom-reader.ts';
import { perplexitySite } from './site.ts';

testReader({
  site: perplexitySite,
  reader: perplexityReader,
  pages: import.meta.glob<string>('/test/fixtures/perplexity/*.html', {
    query: '?raw',
    import: 'default',
    eager: true,
  }),
  expected: import.meta.glob('/test/fixtures/perplexity/*.json'),
  addresses: {
    chat: 'https://www.perplexity.ai/search/how-do-tides-work-AbCdEf',
    start: 'https://www.perplexity.ai/',
    other: 'https://www.perplexity.ai/discover',
  },
});
