import type { SendState } from '../lib/messages.ts';
import type { IconName } from './Icon.tsx';

export const SEND_ICON: Record<SendState['kind'], IconName> = {
  idle: 'mark',
  waiting_for_answer: 'clock',
  sending: 'progress',
  collecting: 'progress',
  saved: 'check',
  already_saved: 'checks',
  queued: 'tray',
  failed: 'alert',
};

/** Whether pressing the button now would change nothing. */
export function isBusy(state: SendState): boolean {
  return state.kind === 'sending' || state.kind === 'collecting' || state.kind === 'waiting_for_answer';
}
