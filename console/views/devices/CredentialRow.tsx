import type { ComponentChildren } from 'preact';
import type { Credential } from '../../api/types.ts';
import { Badge } from '../../parts/Badge.tsx';
import { SureButton } from '../../parts/SureButton.tsx';
import { Time } from '../../parts/Time.tsx';
import { t } from '../../text.ts';

interface CredentialRowProps {
  credential: Credential;
  /** What it is good for. */
  children?: ComponentChildren;
  question: string;
  onRevoke: () => void;
}

export function CredentialRow({ credential, children, question, onRevoke }: CredentialRowProps) {
  const { name, created_at: createdAt, revoked_at: revokedAt, last_used_at: lastUsedAt } = credential;
  return (
    <li class="row">
      <h3 dir="auto">
        {name} {revokedAt && <Badge tone="idle">{t('revoked')}</Badge>}
      </h3>
      <p class="facts">
        {t('created')}: <Time at={createdAt} />
        {' · '}
        {t('last_used')}: {lastUsedAt ? <Time at={lastUsedAt} /> : t('never')}
        {children}
      </p>
      {!revokedAt && (
        <p>
          <SureButton label={t('revoke')} question={question} onSure={onRevoke} />
        </p>
      )}
    </li>
  );
}
