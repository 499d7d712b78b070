import { useState } from 'preact/hooks';
import { TextField } from '../../../components/TextField.tsx';
import { CheckField } from '../../forms/CheckField.tsx';
import { EventTypesField } from '../../forms/EventTypesField.tsx';
import { LinesField } from '../../forms/LinesField.tsx';
import { NumberField } from '../../forms/NumberField.tsx';
import { Problem } from '../../parts/Problem.tsx';
import type { Action } from '../../parts/use-action.ts';
import { t } from '../../text.ts';
import { readDraft, type WebhookDraft } from './webhook-draft.ts';

interface WebhookFormProps {
  workspaceId: string;
  initial: WebhookDraft;
  /** Names of the headers that it has. */
  headerNames: readonly string[];
  label: string;
  action: Action;
  onSubmit: (body: object) => void;
}

export function WebhookForm({ workspaceId, initial, headerNames, label, action, onSubmit }: WebhookFormProps) {
  const [draft, setDraft] = useState(initial);
  const [problem, setProblem] = useState<string | null>(null);
  const set = (change: Partial<WebhookDraft>) => setDraft((before) => ({ ...before, ...change }));
  const submit = () => {
    const read = readDraft(draft);
    setProblem(read.ok ? null : read.message);
    if (read.ok) onSubmit(read.body);
  };
  return (
    <form
      class="section form"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <TextField label={t('name')} value={draft.name} onInput={(name) => set({ name })} isText />
      <TextField
        label={t('webhook_url')}
        value={draft.url}
        onInput={(url) => set({ url })}
        placeholder="https://example.com/hook"
        hint={t('webhook_url_hint')}
      />
      <EventTypesField
        workspaceId={workspaceId}
        label={t('event_types')}
        value={draft.eventTypes}
        onInput={(eventTypes) => set({ eventTypes })}
      />
      <LinesField
        label={t('description')}
        value={draft.description}
        onInput={(description) => set({ description })}
        rows={2}
        isText
      />
      <details>
        <summary>{t('webhook_more')}</summary>
        <div class="form">
          <MoreFields draft={draft} set={set} headerNames={headerNames} />
        </div>
      </details>
      {problem && (
        <p class="problem" role="alert">
          {problem}
        </p>
      )}
      <Problem refusal={action.refusal} />
      <p>
        <button type="submit" class="primary" disabled={action.isBusy}>
          {label}
        </button>
      </p>
    </form>
  );
}

interface MoreFieldsProps {
  draft: WebhookDraft;
  set: (change: Partial<WebhookDraft>) => void;
  headerNames: readonly string[];
}

function MoreFields({ draft, set, headerNames }: MoreFieldsProps) {
  const known = headerNames.length > 0 ? t('headers_known', { names: headerNames.join(', ') }) : t('headers_hint');
  return (
    <>
      <NumberField
        label={t('timeout_seconds')}
        value={draft.timeoutSeconds}
        onInput={(timeoutSeconds) => set({ timeoutSeconds })}
        min={1}
        max={30}
      />
      <NumberField
        label={t('rate_per_minute')}
        value={draft.ratePerMinute}
        onInput={(ratePerMinute) => set({ ratePerMinute })}
        min={0}
        max={60_000}
        hint={t('rate_hint')}
      />
      <LinesField
        label={t('headers')}
        value={draft.headers}
        onInput={(headers) => set({ headers })}
        placeholder="X-Token: …"
        hint={known}
      />
      <LinesField
        label={t('fields')}
        value={draft.fields}
        onInput={(fields) => set({ fields })}
        placeholder={'{"data.source": "chatgpt"}'}
        hint={t('fields_hint')}
      />
      <CheckField
        label={t('ordered')}
        isOn={draft.ordered}
        onChange={(ordered) => set({ ordered })}
        hint={t('ordered_hint')}
      />
    </>
  );
}
