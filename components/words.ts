import type {
  ConnectionProblem,
  ConnectionTest,
  DeliveryReason,
  DeliveryState,
  QueueFilter,
  Rest,
  SendFailure,
  SendState,
} from '../lib/messages.ts';
import type { QueueNotice, QueueProblem } from './queue-notice.ts';

/** Every text a person sees, in one language. A sentence says what happened and what to do next. */
export const LANGUAGE = 'en';

/** Of a capture that is in the queue. */
export const DELIVERY_REASON: Record<DeliveryReason, string> = {
  not_connected: 'No receiver is connected. Kept here; connect one and it is sent.',
  other_workspace: 'Captured for another workspace. Kept here; sent when you connect that workspace again.',
  permission_missing: 'The browser does not let Brainpost reach the receiver. Kept here; allow access in Brainpost.',
  unreachable: 'The receiver does not answer. Kept here; sent again by itself when it is back.',
  timeout: 'The receiver took too long to answer. Kept here; sent again by itself.',
  server_error: 'The receiver has a problem of its own. Kept here; sent again by itself.',
  rate_limited: 'The receiver asks to slow down. Kept here; sent again by itself a little later.',
  redirected:
    'The address leads somewhere else. Kept here and tried again; check the address or sign in to your network.',
  not_an_answer:
    'Something other than a receiver answers. Kept here and tried again; check the address or sign in to your network.',
  invalid_signature:
    'The receiver does not accept the secret or the workspace. Kept here; paste a new connection string.',
  strong_signature_required: 'The receiver asks for a stronger signature. Kept here; update Brainpost, then try again.',
  invalid_timestamp: "This computer's clock is wrong. Kept here; set the clock to automatic, then try again.",
  forbidden: 'The receiver does not allow this. Kept here; ask the person who runs it for access.',
  endpoint_not_found: 'There is no receiver at this address. Kept here; check the address.',
  too_large: 'Larger than the receiver takes. Raise its size limit, then send the conversation again.',
  rejected: 'The receiver refused this conversation. Its log says why; fix that, then send the conversation again.',
};

/** Of the page's own button. `{site}` stands for the site's name. */
const SEND_FAILURE: Record<SendFailure, string> = {
  not_connected: 'No second brain is connected yet. Open Brainpost and paste your connection string.',
  too_large: 'Not sent: this conversation is larger than what can be sent. Start a new chat for what comes next.',
  no_messages: 'Nothing to send yet. Write a message first.',
  still_loading: 'The page is still loading. Try again in a moment.',
  layout_changed: 'Not sent: {site} looks different from what Brainpost can read. Reload the page or update Brainpost.',
  not_a_conversation: 'This page is not a conversation. Open one and try again.',
  no_api_address: 'This page is not a conversation. Open one and try again.',
  endpoint_changed: 'Not sent: {site} answers differently from what Brainpost can read. Update Brainpost.',
  not_logged_in: 'Not sent: {site} asks to sign in. Sign in, then try again.',
  blocked: 'Not sent: {site} wants to check that you are human. Reload the page, then try again.',
  rate_limited: 'Not sent: {site} asks to slow down. Try again in a minute.',
  unreachable: 'Not sent: {site} does not answer. Check your network, then try again.',
  site_error: 'Not sent: {site} has a problem of its own. Try again in a moment.',
  not_found: 'Not sent: {site} says that this conversation no longer exists.',
  invalid_capture: 'Not sent: what was read from {site} is no valid conversation. Reload the page and try again.',
  storage_full: 'Not sent: the disk is full. Free some space, then try again.',
  extension_updated: 'Brainpost was updated. Reload this page to go on.',
  internal_error: 'Not sent: something went wrong inside Brainpost. Reload the page and try again.',
};

/** Of the test button, where nothing is queued. */
const TEST_FAILURE: Record<DeliveryReason, string> = {
  not_connected: 'No receiver is connected. Paste a connection string.',
  other_workspace: 'The receiver belongs to another workspace. Check the workspace.',
  permission_missing: 'The browser does not let Brainpost reach the receiver. Choose “Allow access”.',
  unreachable: 'The receiver does not answer. Start it, or check the address.',
  timeout: 'The receiver took too long to answer. Try again in a moment.',
  server_error: 'The receiver answers, but has a problem of its own. Its log says which.',
  rate_limited: 'The receiver asks to slow down. Try again in a minute.',
  redirected: 'The address leads somewhere else. Check the address, or sign in to your network.',
  not_an_answer: 'Something answers, but it is no receiver. Check the address, or sign in to your network.',
  invalid_signature: 'The receiver does not accept the secret or the workspace. Paste a new connection string.',
  strong_signature_required: 'The receiver asks for a stronger signature. Update Brainpost.',
  invalid_timestamp: "This computer's clock is wrong. Set it to automatic.",
  forbidden: 'The receiver does not allow this. Ask the person who runs it for access.',
  endpoint_not_found: 'There is no receiver at this address. Check the address.',
  too_large: 'The receiver takes less than Brainpost sends. Raise its size limit.',
  rejected: 'The receiver refused the test. Its log says why.',
};

export const CONNECTION_PROBLEM: Record<ConnectionProblem, string> = {
  not_a_connection_string: 'This is not a connection string. It starts with brainpost+http; copy all of it.',
  invalid_endpoint: 'This is not a web address. Write it like http://127.0.0.1:8787.',
  insecure_endpoint: 'Without https, only a receiver on this computer is allowed. Use an address with https.',
  invalid_workspace: 'This is not a workspace id. Copy it from the receiver; it looks like ws_123.',
  missing_secret: 'The secret is missing. Paste the one that belongs to this workspace.',
  invalid_secret: 'This secret is too short or incomplete. Copy the whole secret.',
};

export const DELIVERY_STATE: Record<DeliveryState, { word: string; sentence: string }> = {
  queued: { word: 'Queued', sentence: 'Kept here; sent next.' },
  sending: { word: 'Sending', sentence: 'On its way to the receiver.' },
  waiting: { word: 'Waiting', sentence: 'Kept here; sent again by itself.' },
  blocked: { word: 'Needs you', sentence: 'Kept here; check the connection, then try again.' },
  dead: { word: 'Refused', sentence: 'Not sent again by itself; send the conversation again from its page.' },
  delivered: { word: 'Saved', sentence: 'In your second brain.' },
};

export const SEND_LABEL: Record<SendState['kind'], string> = {
  idle: 'Send to Second Brain',
  waiting_for_answer: 'Waiting for the answer',
  sending: 'Sending…',
  collecting: 'Collecting…',
  saved: 'Saved',
  already_saved: 'Already saved',
  queued: 'Kept here, not sent yet',
  failed: 'Not sent – try again',
};

const REST: Record<Rest, string> = {
  none: '',
  missing: ' Older messages were not on the page: scroll up to load them, then send again.',
  follows:
    ' This is what the page shows. {site} does not give the rest right now; it follows by itself while this page is open.',
};

/** What the state means and what comes next; `''` when there is nothing to say. */
export function describeSendState(state: SendState, siteName: string): string {
  switch (state.kind) {
    case 'idle':
      return '';
    case 'waiting_for_answer':
      return `${siteName} is still writing. Sent by itself when the answer is there.`;
    case 'sending':
      return SEND_LABEL.sending;
    case 'collecting':
      return `Scrolling through the page to collect all of it: ${countMessages(state.messageCount)} so far.`;
    case 'saved':
      return `Saved ${countMessages(state.messageCount)}.${describeRest(state.rest, siteName)}`;
    case 'already_saved':
      return `Already saved, nothing new.${describeRest(state.rest, siteName)}`;
    case 'queued':
      return state.reason === null ? 'Kept here; sent by itself.' : DELIVERY_REASON[state.reason];
    case 'failed':
      return SEND_FAILURE[state.reason].replace('{site}', () => siteName);
    default:
      return state satisfies never;
  }
}

function describeRest(rest: Rest, siteName: string): string {
  return REST[rest].replace('{site}', () => siteName);
}

export function describeTest(test: ConnectionTest): string {
  if (test.ok) return 'It works: the receiver answered and knows the secret.';
  return test.clockSkewSec ? describeSkew(test.clockSkewSec) : TEST_FAILURE[test.reason];
}

function describeSkew(clockSkewSec: number): string {
  const seconds = Math.round(Math.abs(clockSkewSec));
  const amount = seconds < 120 ? `${seconds} seconds` : `${Math.round(seconds / 60)} minutes`;
  return `This computer's clock is ${amount} ${clockSkewSec > 0 ? 'ahead' : 'behind'}. Set it to automatic.`;
}

export function countMessages(count: number): string {
  return count === 1 ? '1 message' : `${count} messages`;
}

export const BUBBLE_WORDS = {
  close: 'Close',
  settings: 'Open Brainpost',
  group: (site: string) => `Brainpost on ${site}`,
};

export const POPUP_WORDS = { name: 'Brainpost', loading: 'One moment…' };

export const FORM_WORDS = {
  heading: 'Connect your second brain',
  changeHeading: 'Change the connection',
  intro: 'Start the receiver with',
  command: 'npm start',
  introEnd: 'and paste the connection string that it prints.',
  string: 'Connection string',
  stringExample: 'brainpost+http://…',
  endpoint: 'Address',
  endpointExample: 'http://127.0.0.1:8787',
  workspace: 'Workspace',
  workspaceExample: 'ws_123',
  secret: 'Secret',
  secretStored: 'stored',
  secretHint: 'Leave it empty to keep the stored one.',
  show: 'Show',
  hide: 'Hide',
  useFields: 'Enter address and secret instead',
  useString: 'Paste a connection string instead',
  save: 'Connect',
  saveChange: 'Save',
  cancel: 'Cancel',
};

export const STATUS_WORDS = {
  heading: 'Connection',
  endpoint: 'Address',
  workspace: 'Workspace',
  notPermitted: 'The browser does not let Brainpost reach this address yet. Nothing is sent until you allow it.',
  allow: 'Allow access',
  test: 'Test connection',
  testing: 'Testing…',
  change: 'Change',
};

export const SITES_WORDS = {
  heading: 'Other sites',
  none: 'all off',
  hint: 'Read from the page only. Switch one on, and the browser asks whether Brainpost may see its pages; reload them once.',
};

export const PAGE_WORDS = {
  heading: 'This page',
  loading: 'Looking at this page…',
  none: 'No conversation here.',
  noneHint: 'Open one on ChatGPT, Claude or Gemini to send it.',
  untitled: 'Untitled conversation',
  copyReport: 'Copy a report',
  reportCopied: 'Copied',
  reportHint: 'The structure of the page without any of its text, for a bug report.',
  useApi: (site: string) => `Ask ${site} for the whole conversation`,
  useApiHint: 'With your own session, as the page does. Off: only what the page shows is read.',
};

export const QUEUE_WORDS = {
  heading: 'Recent',
  showAll: 'Show all',
  progress: (delivered: number, of: number) => `${delivered} of ${of} delivered`,
  empty: 'Nothing sent yet. What you send shows up here.',
  undelivered: (count: number) => `${count} not delivered yet`,
  retry: 'Try now',
  hold: 'Nothing is sent right now.',
  nextTry: (when: string) => `Next try ${when}.`,
  now: 'just now',
  soon: 'any moment',
};

export const QUEUE_PAGE_WORDS = {
  heading: 'Queue',
  to: 'To',
  workspace: 'workspace',
  noConnection: 'No receiver is connected. Open Brainpost and paste your connection string.',
  nothingWaits: 'Nothing is waiting to be delivered.',
  retryAll: 'Try all now',
  export: 'Export',
  exporting: (count: number) => `Exporting… ${count}`,
  exportHint: 'Export writes what is not delivered to a file of plain text;',
  exportCommand: 'npm run receiver -- send FILE',
  exportHintEnd: 'delivers it.',
  filter: 'Show',
  filters: { open: 'Open', delivered: 'Delivered', all: 'All' } satisfies Record<QueueFilter, string>,
  list: 'Captured conversations',
  empty: {
    open: 'What could not be delivered yet shows up here.',
    delivered: 'Nothing is delivered yet. What your second brain has accepted shows up here.',
    all: 'Nothing is captured yet. Open a conversation and choose “Send to Second Brain”.',
  } satisfies Record<QueueFilter, string>,
  captured: 'captured',
  saved: 'saved',
  attempts: (count: number) => (count === 1 ? '1 attempt' : `${count} attempts`),
  retry: 'Try now',
  discard: 'Discard…',
  confirm: 'Discard it',
  keep: 'Keep it',
  /** What is lost, before it is. */
  loss: (messages: string, site: string) =>
    `This capture of ${messages} is deleted here and never reaches your second brain. Only what is still on ${site} can be sent again.`,
  more: 'Show more',
  newer: 'Show newer',
};

export const QUEUE_PROBLEM: Record<QueueProblem, string> = {
  read: 'Brainpost does not answer right now. This page tries again by itself.',
  retry: 'Not tried: Brainpost did not answer. Try again.',
  discard: 'Not discarded: Brainpost did not answer. Try again.',
  export: 'The file could not be made: Brainpost did not answer. Nothing is lost; try again.',
};

/** What became of the last thing that was asked for on the page of the queue. */
export function describeQueueNotice(notice: QueueNotice): string {
  switch (notice.kind) {
    case 'retrying':
      return notice.title === null ? 'Trying all of them now.' : `Trying “${notice.title}” now.`;
    case 'discarded':
      return `“${notice.title}” is no longer in the queue.`;
    case 'under_way':
      return `“${notice.title}” is on its way and was not discarded.`;
    case 'exported':
      return `${notice.count === 1 ? '1 capture' : `${notice.count} captures`} written to ${notice.fileName}. They stay here until they are delivered.`;
    case 'nothing_to_export':
      return 'Nothing to export: everything is delivered.';
    default:
      return notice satisfies never;
  }
}
