import { joinSentences, plural, t } from '../lib/i18n/translate.ts';
import type { Rest, SendState } from '../lib/messages.ts';
import { describeKept } from './describe-reason.ts';

/** What the state means and what comes next; `''` when there is nothing to say. */
export function describeSendState(state: SendState, site: string): string {
  switch (state.kind) {
    case 'idle':
      return '';
    case 'waiting_for_answer':
      return t('send_wait_for_answer', { site });
    case 'sending':
      return t('send_sending');
    case 'collecting':
      return t('send_collected', { messages: plural('messages', state.messageCount) });
    case 'saved': {
      const messages = plural('messages', state.messageCount);
      return joinSentences(t('send_saved_messages', { messages }), describeRest(state.rest, site));
    }
    case 'already_saved':
      return joinSentences(t('send_nothing_new'), describeRest(state.rest, site));
    case 'queued':
      return state.reason === null ? t('kept_by_itself') : describeKept(state.reason);
    case 'failed':
      return t(`failed_${state.reason}`, { site });
    default:
      return state satisfies never;
  }
}

const describeRest = (rest: Rest, site: string) => (rest === 'none' ? '' : t(`rest_${rest}`, { site }));
