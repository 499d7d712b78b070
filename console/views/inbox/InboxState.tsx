import type { InboxEvent } from '../../api/types.ts';
import { Badge } from '../../parts/Badge.tsx';
import { t } from '../../text.ts';

const TONES = { pending: 'wait', done: 'good', failed: 'wait', parked: 'bad' } as const;

export function InboxState({ state }: Pick<InboxEvent, 'state'>) {
  return <Badge tone={TONES[state]}>{t(`inbox_${state}`)}</Badge>;
}
