import { defineContentScript } from 'wxt/utils/define-content-script';
import { AutomaticCapture } from '../lib/capture/automatic-capture.ts';
import { readNow, readPage } from '../lib/capture/read-page.ts';
import { readSelection } from '../lib/capture/read-selection.ts';
import { offerReader } from '../lib/capture/reader-slot.ts';
import { pageSkeleton } from '../lib/sites/page-skeleton.ts';
import { siteMatches } from '../lib/sites/registry.ts';

/** The heavy part, injected by the worker on first use. */
export default defineContentScript({
  registration: 'runtime',
  matches: siteMatches,
  main: () =>
    offerReader({
      read: readPage,
      readNow,
      readSelection,
      skeleton: pageSkeleton,
      watch: (deps) => new AutomaticCapture(deps),
    }),
});
