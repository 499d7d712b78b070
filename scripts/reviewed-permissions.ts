/**
 * What the extension may ask for, each with the reason for which somebody agreed to it. `npm run permissions` fails on
 * everything that a built manifest has and these tables have not, and the other way round.
 *
 * To add one: put it here in the same commit, with the feature that cannot do without it; people see most of them as a
 * question when they install or update. `<all_urls>` and `tabs` are refused even when they are listed.
 */

type Reviewed = Readonly<Record<string, string>>;

export const REVIEWED: Readonly<Record<ReviewedList, Reviewed>> = {
  permissions: {
    storage: 'endpoint, workspace and preferences',
    unlimitedStorage: 'a queue that waits for its receiver must not be evicted: nothing lost',
    alarms: 'retries after the browser has stopped the worker',
    sidePanel: 'the panel that shows the conversation as it will be sent; Chromium alone, no question to the user',
    contextMenus: 'the entry that sends the conversation of the page',
    scripting: 'the reader comes into a chat page on first use; optional sites get their content script',
  },
  optional_permissions: {},
  host_permissions: {
    'https://chat.openai.com/*': 'ChatGPT: read conversations, its own API',
    'https://chatgpt.com/*': 'ChatGPT: read conversations, its own API',
    'https://claude.ai/*': 'Claude: read conversations, its own API',
    'https://gemini.google.com/*': 'Gemini: read conversations, its own API',
  },
  optional_host_permissions: {
    'https://*/*': 'the one endpoint that the user sets, and sites that are off by default; asked one host at a time',
    'http://127.0.0.1/*': 'a receiver on the same machine',
    'http://localhost/*': 'a receiver on the same machine',
  },
  content_scripts: {
    'https://chat.openai.com/*': 'the button',
    'https://chatgpt.com/*': 'the button',
    'https://claude.ai/*': 'the button',
    'https://gemini.google.com/*': 'the button',
  },
  data_collection_permissions: {
    websiteContent: 'conversations go to the endpoint that the user set',
    personalCommunications: 'what the user wrote in them goes along',
  },
};

/**
 * Lists of a manifest that say what an extension may do; of `content_scripts`, the addresses they run at; of
 * `data_collection_permissions`, what Firefox tells people before they install it.
 */
export type ReviewedList =
  | 'permissions'
  | 'optional_permissions'
  | 'host_permissions'
  | 'optional_host_permissions'
  | 'content_scripts'
  | 'data_collection_permissions';

/** What no reason is good enough for. */
export const REFUSED: Reviewed = {
  '<all_urls>': 'the extension would see every page',
  '*://*/*': 'the extension would see every page',
  tabs: 'it gives the address and title of every tab; `tabs.query` without it is enough',
  history: 'it gives every page that was ever visited',
  cookies: 'it gives the sessions of the user',
  webRequest: 'it gives the traffic of the pages',
  debugger: 'it gives everything',
  nativeMessaging: 'the receiver is reached over HTTP',
};

/** Keys of a manifest that open the extension to others or weaken what the browser protects. */
export const REFUSED_KEYS: Reviewed = {
  web_accessible_resources: 'pages could tell that the extension is there',
  externally_connectable: 'pages and other extensions could talk to the worker',
  content_security_policy: "the browser's own policy allows no remote and no generated code; nothing may loosen it",
  update_url: 'the stores update the extension',
  oauth2: 'there is no account',
  devtools_page: 'there is none',
};

/** Code of libraries that looks like generated code and is not run: lib/platform/without-eval.ts. */
export const REVIEWED_CODE: readonly RegExp[] = [
  // zod asks whether it could; `jitless` keeps it from asking.
  /try\{return Function\(``\),!0\}catch/g,
  /compile\(\)\{let (\w+)=Function,/g,
];
