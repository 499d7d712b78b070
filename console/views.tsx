import type { FunctionComponent } from 'preact';
import type { ConsoleTextKey } from './text.ts';
import { Conversations } from './views/Conversations.tsx';
import { Overview } from './views/Overview.tsx';

export interface ViewProps {
  workspaceId: string;
}

interface ViewEntry {
  /** Its part of the address. */
  readonly name: string;
  readonly title: ConsoleTextKey;
  readonly View: FunctionComponent<ViewProps>;
}

const OVERVIEW: ViewEntry = { name: 'overview', title: 'overview', View: Overview };

/** In the order of the navigation. */
export const VIEWS: readonly ViewEntry[] = [
  OVERVIEW,
  { name: 'conversations', title: 'conversations', View: Conversations },
];

export function findView(name: string): ViewEntry {
  return VIEWS.find((view) => view.name === name) ?? OVERVIEW;
}
