import { joinSentences, t } from '../lib/i18n/translate.ts';
import type { DeliveryReason } from '../lib/messages.ts';

/** What becomes of a capture that could not be delivered for a reason. */
type Fate =
  | 'by_itself' // tried again without anybody
  | 'by_itself_or_mended' // tried again, and somebody may be able to help
  | 'when_mended'
  | 'lost'; // not tried again: the conversation has to be sent again

const FATE: Record<DeliveryReason, Fate> = {
  not_connected: 'when_mended',
  other_workspace: 'when_mended',
  permission_missing: 'when_mended',
  unreachable: 'by_itself',
  timeout: 'by_itself',
  server_error: 'by_itself',
  rate_limited: 'by_itself',
  redirected: 'by_itself_or_mended',
  not_an_answer: 'by_itself_or_mended',
  invalid_signature: 'when_mended',
  strong_signature_required: 'when_mended',
  invalid_timestamp: 'when_mended',
  forbidden: 'when_mended',
  endpoint_not_found: 'when_mended',
  too_large: 'lost',
  rejected: 'lost',
};

/** Of a capture in the queue: what is wrong, where it is meanwhile, and what comes next. */
export function describeKept(reason: DeliveryReason): string {
  const why = t(`reason_${reason}`);
  const mend = t(`mend_${reason}`);
  switch (FATE[reason]) {
    case 'by_itself':
      return joinSentences(why, t('kept_by_itself'));
    case 'by_itself_or_mended':
      return joinSentences(why, t('kept_by_itself'), mend);
    case 'when_mended':
      return joinSentences(why, t('kept'), mend);
    case 'lost':
      return joinSentences(why, mend, t('send_again'));
    default:
      return FATE[reason] satisfies never;
  }
}
