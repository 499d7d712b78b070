import { useState } from 'preact/hooks';
import { TextField } from '../../../components/TextField.tsx';
import { workspacePath } from '../../api/client.ts';
import type { Source } from '../../api/types.ts';
import { LinesField, linesOf } from '../../forms/LinesField.tsx';
import { SelectField } from '../../forms/SelectField.tsx';
import { Badge } from '../../parts/Badge.tsx';
import { Problem } from '../../parts/Problem.tsx';
import { Time } from '../../parts/Time.tsx';
import { useAction } from '../../parts/use-action.ts';
import { useLoaded } from '../../parts/use-loaded.ts';
import { isOwner } from '../../session.ts';
import { t } from '../../text.ts';

const SCHEMES = ['iw', 'standard', 'github', 'stripe', 'slack', 'shopify', 'bearer', 'none'] as const;

/** How each source shows that what it sends is its own. */
export function SourceSection({ workspaceId }: { workspaceId: string }) {
  const path = workspacePath(workspaceId, 'sources');
  const { body, refusal, reload } = useLoaded<{ items: Source[] }>(path);
  return (
    <section class="section">
      <h2>{t('sources')}</h2>
      <Problem refusal={refusal} onRetry={reload} />
      <ul class="events">
        {body?.items.map((source) => (
          <SourceRow key={source.source} path={path} source={source} onChanged={reload} />
        ))}
      </ul>
      {body?.items.length === 0 && <p class="empty soft">{t('sources_empty')}</p>}
      {isOwner.value && (
        <details>
          <summary>{t('source_set_up')}</summary>
          <SourceForm path={path} onChanged={reload} />
        </details>
      )}
    </section>
  );
}

interface SourceRowProps {
  path: string;
  source: Source;
  onChanged: () => void;
}

function SourceRow({ path, source, onChanged }: SourceRowProps) {
  const action = useAction();
  const change = async (body: object) => {
    if ((await action.run('PUT', `${path}/${encodeURIComponent(source.source)}`, body)).ok) onChanged();
  };
  const isStrict = source.policy === 'strict';
  return (
    <li class="row">
      <h3>
        {source.source}{' '}
        {isStrict && <Badge tone="good">{source.pinned ? t('source_pinned') : t('source_strict')}</Badge>}
      </h3>
      <p class="facts">
        {source.scheme ?? t('source_any_scheme')}
        {' · '}
        {t('last_seen')}: {source.last_seen_at ? <Time at={source.last_seen_at} /> : t('never')}
      </p>
      {isOwner.value && (
        <p class="actions">
          {source.pinned ? (
            <button type="button" disabled={action.isBusy} onClick={() => void change({ reset_pin: true })}>
              {t('source_unpin')}
            </button>
          ) : (
            <button
              type="button"
              disabled={action.isBusy}
              onClick={() => void change({ policy: isStrict ? 'compat' : 'strict' })}
            >
              {isStrict ? t('source_make_compat') : t('source_make_strict')}
            </button>
          )}
        </p>
      )}
      {isOwner.value && (
        <AddressForm
          key={source.allowed_addresses?.join()}
          allowed={source.allowed_addresses}
          isBusy={action.isBusy}
          onSave={(allowed) => void change({ allowed_addresses: allowed })}
        />
      )}
      <Problem refusal={action.refusal} />
    </li>
  );
}

interface AddressFormProps {
  allowed: readonly string[] | null;
  isBusy: boolean;
  onSave: (allowed: readonly string[] | null) => void;
}

function AddressForm({ allowed, isBusy, onSave }: AddressFormProps) {
  const [text, setText] = useState(allowed?.join('\n') ?? '');
  const lines = linesOf(text);
  return (
    <details>
      <summary>
        {t('source_addresses')}: {allowed?.join(', ') ?? t('source_any_address')}
      </summary>
      <form
        class="form"
        onSubmit={(event) => {
          event.preventDefault();
          onSave(lines.length > 0 ? lines : null);
        }}
      >
        <LinesField
          label={t('source_addresses')}
          value={text}
          onInput={setText}
          placeholder="192.0.2.0/24"
          hint={t('source_addresses_hint')}
        />
        <p>
          <button type="submit" disabled={isBusy}>
            {t('save')}
          </button>
        </p>
      </form>
    </details>
  );
}

function SourceForm({ path, onChanged }: { path: string; onChanged: () => void }) {
  const action = useAction();
  const [name, setName] = useState('');
  const [scheme, setScheme] = useState<(typeof SCHEMES)[number]>('github');
  const [secret, setSecret] = useState('');
  const save = async () => {
    const body = { scheme, ...(secret !== '' && { secret }) };
    const answer = await action.run('PUT', `${path}/${encodeURIComponent(name.trim())}`, body);
    if (!answer.ok) return;
    setName('');
    setSecret('');
    onChanged();
  };
  return (
    <form
      class="form"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <TextField label={t('source')} value={name} onInput={setName} placeholder="github" hint={t('source_name_hint')} />
      <SelectField
        label={t('source_scheme')}
        value={scheme}
        options={SCHEMES.map((one) => [one, one] as const)}
        onChange={setScheme}
      />
      <TextField
        label={t('source_secret')}
        value={secret}
        onInput={setSecret}
        hint={t('source_secret_hint')}
        autocomplete="new-password"
        isSecret
      />
      <Problem refusal={action.refusal} />
      <p>
        <button type="submit" class="primary" disabled={action.isBusy || name.trim() === ''}>
          {t('save')}
        </button>
      </p>
    </form>
  );
}
