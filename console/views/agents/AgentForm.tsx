import { useState } from 'preact/hooks';
import { TextField } from '../../../components/TextField.tsx';
import { CheckField } from '../../forms/CheckField.tsx';
import { LinesField } from '../../forms/LinesField.tsx';
import { NumberField } from '../../forms/NumberField.tsx';
import { Problem } from '../../parts/Problem.tsx';
import type { Action } from '../../parts/use-action.ts';
import { t } from '../../text.ts';
import { type AgentDraft, toAgentBody } from './agent-draft.ts';

interface AgentFormProps {
  initial: AgentDraft;
  hasKey: boolean;
  label: string;
  action: Action;
  onSubmit: (body: object) => void;
}

export function AgentForm({ initial, hasKey, label, action, onSubmit }: AgentFormProps) {
  const [draft, setDraft] = useState(initial);
  const set = (change: Partial<AgentDraft>) => setDraft((before) => ({ ...before, ...change }));
  return (
    <form
      class="section form"
      onSubmit={(event) => {
        event.preventDefault();
        onSubmit(toAgentBody(draft));
      }}
    >
      <ModelFields draft={draft} set={set} hasKey={hasKey} />
      <LinesField
        label={t('agent_roles')}
        value={draft.roles}
        onInput={(roles) => set({ roles })}
        placeholder="webhook.zendesk.*"
        hint={t('agent_roles_hint')}
      />
      <LinesField
        label={t('agent_prompt')}
        value={draft.systemPrompt}
        onInput={(systemPrompt) => set({ systemPrompt })}
        rows={5}
        isText
      />
      <NumberField
        label={t('timeout_seconds')}
        value={draft.timeoutSeconds}
        onInput={(timeoutSeconds) => set({ timeoutSeconds })}
        min={1}
        max={600}
      />
      <CheckField
        label={t('agent_unverified')}
        isOn={draft.acceptsUnverified}
        onChange={(acceptsUnverified) => set({ acceptsUnverified })}
        hint={t('agent_unverified_hint')}
      />
      <Problem refusal={action.refusal} />
      <p>
        <button type="submit" class="primary" disabled={action.isBusy}>
          {label}
        </button>
      </p>
    </form>
  );
}

interface ModelFieldsProps {
  draft: AgentDraft;
  set: (change: Partial<AgentDraft>) => void;
  hasKey: boolean;
}

function ModelFields({ draft, set, hasKey }: ModelFieldsProps) {
  return (
    <>
      <TextField label={t('name')} value={draft.name} onInput={(name) => set({ name })} isText />
      <TextField
        label={t('agent_address')}
        value={draft.baseUrl}
        onInput={(baseUrl) => set({ baseUrl })}
        placeholder="https://api.example.com/v1"
        hint={t('agent_address_hint')}
      />
      <TextField label={t('agent_model')} value={draft.model} onInput={(model) => set({ model })} />
      <TextField
        label={t('agent_key')}
        value={draft.apiKey}
        onInput={(apiKey) => set({ apiKey })}
        hint={hasKey ? t('agent_key_kept') : t('agent_key_hint')}
        autocomplete="new-password"
        isSecret
      />
    </>
  );
}
