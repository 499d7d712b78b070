import { useState } from 'preact/hooks';
import { TextField } from '../../../components/TextField.tsx';
import { workspacePath } from '../../api/client.ts';
import type { Workspace } from '../../api/types.ts';
import { CheckField } from '../../forms/CheckField.tsx';
import { NumberField } from '../../forms/NumberField.tsx';
import { Facts } from '../../parts/Facts.tsx';
import { Problem } from '../../parts/Problem.tsx';
import { useAction } from '../../parts/use-action.ts';
import { useLoaded } from '../../parts/use-loaded.ts';
import { isOwner, refresh } from '../../session.ts';
import { t } from '../../text.ts';

export function WorkspaceSection({ workspaceId }: { workspaceId: string }) {
  const path = workspacePath(workspaceId);
  const { body, refusal, reload } = useLoaded<Workspace>(path);
  return (
    <section class="section">
      <h2>{t('workspace')}</h2>
      <Problem refusal={refusal} onRetry={reload} />
      {body && (isOwner.value ? <WorkspaceForm path={path} workspace={body} /> : <WorkspaceFacts workspace={body} />)}
    </section>
  );
}

function WorkspaceFacts({ workspace }: { workspace: Workspace }) {
  return (
    <Facts
      facts={[
        [t('name'), workspace.name],
        [t('workspace_id'), workspace.id],
        [t('retention_days'), workspace.retention_days ?? t('as_receiver')],
        [t('idle_minutes'), workspace.conversation_idle_minutes ?? t('as_receiver')],
        [t('render_only'), workspace.render_only ? t('yes') : t('no')],
      ]}
    />
  );
}

function WorkspaceForm({ path, workspace }: { path: string; workspace: Workspace }) {
  const action = useAction();
  const [draft, setDraft] = useState(workspace);
  const [isSaved, setIsSaved] = useState(false);
  const set = (change: Partial<Workspace>) => {
    setIsSaved(false);
    setDraft((before) => ({ ...before, ...change }));
  };
  const save = async () => {
    const { id: _id, ...settings } = draft;
    const { name, render_only, retention_days, conversation_idle_minutes } = settings;
    const body = { name, render_only, retention_days, conversation_idle_minutes };
    const answer = await action.run('PATCH', path, body);
    setIsSaved(answer.ok);
    // The bar above shows its name.
    if (answer.ok) await refresh();
  };
  return (
    <form
      class="form"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <TextField label={t('name')} value={draft.name} onInput={(name) => set({ name })} isText />
      <NumberField
        label={t('retention_days')}
        value={draft.retention_days}
        onInput={(retention_days) => set({ retention_days })}
        min={0}
        max={36_500}
        hint={t('retention_hint')}
      />
      <NumberField
        label={t('idle_minutes')}
        value={draft.conversation_idle_minutes}
        onInput={(conversation_idle_minutes) => set({ conversation_idle_minutes })}
        min={1}
        max={525_600}
        hint={t('idle_hint')}
      />
      <CheckField
        label={t('render_only')}
        isOn={draft.render_only}
        onChange={(render_only) => set({ render_only })}
        hint={t('render_only_hint')}
      />
      <Problem refusal={action.refusal} />
      <p class="actions">
        <button type="submit" class="primary" disabled={action.isBusy}>
          {t('save')}
        </button>
        {isSaved && <span role="status">{t('saved')}</span>}
      </p>
    </form>
  );
}
