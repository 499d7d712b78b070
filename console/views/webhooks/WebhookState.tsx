import type { Webhook } from '../../api/types.ts';
import { Badge } from '../../parts/Badge.tsx';
import { t } from '../../text.ts';

export function WebhookState({ webhook }: { webhook: Webhook }) {
  if (!webhook.active) {
    const { disabled_reason: reason } = webhook;
    return reason === null || reason === 'by_hand' ? (
      <Badge tone="idle">{t('webhook_off')}</Badge>
    ) : (
      <Badge tone="bad">{t(`webhook_off_${reason}`)}</Badge>
    );
  }
  return webhook.failures > 0 ? (
    <Badge tone="wait">{t('webhook_failing')}</Badge>
  ) : (
    <Badge tone="good">{t('webhook_on')}</Badge>
  );
}
