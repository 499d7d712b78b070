import type { ConnectionInput, ConnectionProblem, ConnectionView } from '../lib/messages.ts';
import { ConnectionFields } from './ConnectionFields.tsx';
import { TextField } from './TextField.tsx';
import { useConnectionDraft } from './use-connection-draft.ts';
import { richText } from './rich-text.ts';
import { t } from '../lib/i18n/translate.ts';

export interface ConnectionFormProps {
  /** What is connected now; `null` for the first time. */
  connection: ConnectionView | null;
  problem: ConnectionProblem | null;
  onSave: (input: ConnectionInput) => void;
  /** Without it there is nothing to go back to. */
  onCancel?: () => void;
}

type Draft = ReturnType<typeof useConnectionDraft>;

const KINDS = ['code', 'string', 'fields'] as const;

export function ConnectionForm({ connection, problem, onSave, onCancel }: ConnectionFormProps) {
  const draft = useConnectionDraft(connection, problem);
  const save = (event: Event) => {
    event.preventDefault();
    draft.showProblemAgain();
    onSave(draft.input);
  };

  return (
    <form class="section" aria-labelledby="form-heading" noValidate onSubmit={save}>
      <h2 id="form-heading" class="title">
        {connection ? t('form_change_heading') : t('form_heading')}
      </h2>
      {draft.kind === 'code' && <CodeFields draft={draft} />}
      {draft.kind === 'string' && <StringField draft={draft} />}
      {draft.kind === 'fields' && (
        <ConnectionFields
          fields={draft.fields}
          hasStoredSecret={connection !== null}
          problemOf={draft.problemOf}
          onChange={draft.changeFields}
        />
      )}
      <div class="actions">
        <button type="submit" class="primary">
          {connection ? t('form_save_change') : t('form_save')}
        </button>
        {onCancel && (
          <button type="button" onClick={onCancel}>
            {t('form_cancel')}
          </button>
        )}
      </div>
      <div class="ways">
        {KINDS.filter((kind) => kind !== draft.kind).map((kind) => (
          <button key={kind} type="button" class="link" onClick={() => draft.changeKind(kind)}>
            {t(`form_use_${kind}`)}
          </button>
        ))}
      </div>
    </form>
  );
}

function CodeFields({ draft }: { draft: Draft }) {
  return (
    <>
      <p class="soft">{richText('form_code_intro', { command: <code>npm start</code> })}</p>
      <TextField
        label={t('form_code')}
        placeholder="ABCD-EFGH"
        value={draft.code}
        problem={draft.problemOf('code')}
        onInput={draft.changeCode}
      />
      <TextField
        label={t('form_endpoint')}
        value={draft.codeEndpoint}
        problem={draft.problemOf('endpoint')}
        onInput={draft.changeCodeEndpoint}
      />
    </>
  );
}

function StringField({ draft }: { draft: Draft }) {
  return (
    <>
      <p class="soft">{richText('form_intro', { command: <code>npm start</code> })}</p>
      <TextField
        label={t('form_string')}
        placeholder="brainpost+http://…"
        isSecret
        value={draft.text}
        problem={draft.problemOf('text')}
        onInput={draft.changeText}
      />
    </>
  );
}
