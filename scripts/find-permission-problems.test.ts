import { describe, expect, test } from 'vitest';
import { findCodeProblems, findManifestProblems, findStaleReviews, type Manifest } from './find-permission-problems.ts';
import { REVIEWED } from './reviewed-permissions.ts';

const reviewed: Manifest = {
  manifest_version: 3,
  permissions: Object.keys(REVIEWED.permissions),
  host_permissions: Object.keys(REVIEWED.host_permissions),
  optional_permissions: Object.keys(REVIEWED.optional_permissions),
  optional_host_permissions: Object.keys(REVIEWED.optional_host_permissions),
  content_scripts: [{ matches: Object.keys(REVIEWED.content_scripts) }],
  browser_specific_settings: {
    gecko: { data_collection_permissions: { required: Object.keys(REVIEWED.data_collection_permissions) } },
  },
};

describe('a manifest', () => {
  test('that asks for what was reviewed is in order', () => {
    expect(findManifestProblems(reviewed)).toEqual([]);
    expect(findStaleReviews([reviewed])).toEqual([]);
  });

  test.each<[string, Manifest, string]>([
    ['a new permission', { permissions: ['storage', 'bookmarks'] }, '"bookmarks" is not reviewed'],
    ['tabs', { permissions: ['tabs'] }, '"tabs" is refused'],
    ['every address', { host_permissions: ['<all_urls>'] }, '"<all_urls>" is refused'],
    ['every address, on request', { optional_host_permissions: ['<all_urls>'] }, '"<all_urls>" is refused'],
    ['a new host', { host_permissions: ['https://example.com/*'] }, '"https://example.com/*" is not reviewed'],
    ['a script on a new host', { content_scripts: [{ matches: ['https://example.com/*'] }] }, 'is not reviewed'],
    ["a script in the page's world", { content_scripts: [{ matches: [], world: 'MAIN' }] }, "page's own world"],
    ['a script in frames', { content_scripts: [{ matches: [], all_frames: true }] }, 'in frames'],
    ['resources for pages', { web_accessible_resources: [] }, 'web_accessible_resources: refused'],
    ['an open door for pages', { externally_connectable: {} }, 'externally_connectable: refused'],
    ['a policy of its own', { content_security_policy: {} }, 'content_security_policy: refused'],
    [
      'more data than was said',
      { browser_specific_settings: { gecko: { data_collection_permissions: { optional: ['locationInfo'] } } } },
      '"locationInfo" is not reviewed',
    ],
    ['an older version', { manifest_version: 2 }, 'manifest_version'],
  ])('with %s is not', (_name, part, problem) => {
    expect(findManifestProblems({ ...reviewed, ...part })).toEqual([expect.stringContaining(problem)]);
  });

  test('that no longer asks for something leaves the review stale', () => {
    const permissions = Object.keys(REVIEWED.permissions).filter((name) => name !== 'unlimitedStorage');
    expect(findStaleReviews([{ ...reviewed, permissions }])).toEqual([expect.stringContaining('"unlimitedStorage"')]);
  });
});

describe('code', () => {
  test.each([
    ['eval("1")'],
    ['const f=new Function("return 1")'],
    ['let e=Function,t=1;new e("x")'],
    ['(()=>{}).constructor("return 1")()'],
    ['setTimeout("work()",5)'],
    ['importScripts("x.js")'],
    ['await import("https://cdn.example/x")'],
    ['import{a}from"//cdn.example/a"'],
    ['s.src=`https://cdn.example/a.js?v=1`'],
    ['document.createElement("script")'],
    ['<script src="https://cdn.example/a.mjs"></script>'],
    ['<script>work()</script>'],
  ])('%s is a problem', (text) => {
    expect(findCodeProblems(text)).not.toEqual([]);
  });

  test.each([
    ['Function.call.bind(Object.prototype.hasOwnProperty)'],
    ['{inspectedWindow:{eval:{minArgs:1}}}'],
    ['fetch(`https://claude.ai/api/x.json`)'],
    ['typeof x===`function`'],
    ['<script type="module" crossorigin src="/chunks/popup.js"></script>'],
    ['try{return Function(``),!0}catch{return!1}'],
  ])('%s is none', (text) => {
    expect(findCodeProblems(text)).toEqual([]);
  });
});
