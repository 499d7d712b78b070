import type { FunctionComponent } from 'preact';
import type { ConsoleTextKey } from './text.ts';
import { Account } from './views/Account.tsx';
import { Agents } from './views/Agents.tsx';
import { Changes } from './views/Changes.tsx';
import { Conversations } from './views/Conversations.tsx';
import { Devices } from './views/Devices.tsx';
import { Inbox } from './views/Inbox.tsx';
import { Inspector } from './views/Inspector.tsx';
import { Live } from './views/Live.tsx';
import { Logs } from './views/Logs.tsx';
import { Members } from './views/Members.tsx';
import { Overview } from './views/Overview.tsx';
import { Settings } from './views/Settings.tsx';
import { Webhooks } from './views/Webhooks.tsx';

export interface ViewProps {
  workspaceId: string;
}

export interface ViewEntry {
  /** Its part of the address. */
  readonly name: string;
  readonly title: ConsoleTextKey;
  readonly View: FunctionComponent<ViewProps>;
  /** The receiver tells it to nobody else. */
  readonly isFor?: 'owners' | 'writers';
}

const OVERVIEW: ViewEntry = { name: 'overview', title: 'overview', View: Overview };
/** Behind the name of who is signed in, and there without a workspace, too. */
export const ACCOUNT: ViewEntry = { name: 'account', title: 'account', View: Account };

/** In the order of the navigation. */
export const VIEWS: readonly ViewEntry[] = [
  OVERVIEW,
  { name: 'conversations', title: 'conversations', View: Conversations },
  { name: 'live', title: 'live', View: Live },
  { name: 'inbox', title: 'inbox', View: Inbox },
  { name: 'inspector', title: 'inspector', View: Inspector, isFor: 'writers' },
  { name: 'webhooks', title: 'webhooks', View: Webhooks },
  { name: 'logs', title: 'logs', View: Logs },
  { name: 'agents', title: 'agents', View: Agents },
  { name: 'devices', title: 'devices', View: Devices, isFor: 'owners' },
  { name: 'members', title: 'members', View: Members },
  { name: 'changes', title: 'changes', View: Changes, isFor: 'owners' },
  { name: 'settings', title: 'settings', View: Settings },
];

export function findView(name: string): ViewEntry {
  return [...VIEWS, ACCOUNT].find((view) => view.name === name) ?? OVERVIEW;
}
