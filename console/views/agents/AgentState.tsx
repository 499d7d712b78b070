import type { Agent } from '../../api/types.ts';
import { Badge } from '../../parts/Badge.tsx';
import { t } from '../../text.ts';

export function AgentState({ agent }: { agent: Agent }) {
  return agent.active ? <Badge tone="good">{t('webhook_on')}</Badge> : <Badge tone="idle">{t('webhook_off')}</Badge>;
}
