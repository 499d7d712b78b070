import type { ConnectionInput, ConnectionProblem, ConnectionView } from '../lib/messages.ts';
import { ConnectionFields } from './ConnectionFields.tsx';
import { TextField } from './TextField.tsx';
import { useConnectionDraft } from './use-connection-draft.ts';
import { FORM_WORDS } from './words.ts';

export interface ConnectionFormProps {
  /** What is connected now; `null` for the first time. */
  connection: ConnectionView | null;
  problem: ConnectionProblem | null;
  onSave: (input: ConnectionInput) => void;
  /** Without it there is nothing to go back to. */
  onCancel?: () => void;
}

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
        {connection ? FORM_WORDS.changeHeading : FORM_WORDS.heading}
      </h2>
      {draft.kind === 'string' && (
        <p class="soft">
          {FORM_WORDS.intro} <code>{FORM_WORDS.command}</code> {FORM_WORDS.introEnd}
        </p>
      )}
      {draft.kind === 'string' ? (
        <TextField
          label={FORM_WORDS.string}
          placeholder={FORM_WORDS.stringExample}
          isSecret
          value={draft.text}
          problem={draft.problemOf('text')}
          onInput={draft.changeText}
        />
      ) : (
        <ConnectionFields
          fields={draft.fields}
          hasStoredSecret={connection !== null}
          problemOf={draft.problemOf}
          onChange={draft.changeFields}
        />
      )}
      <div class="actions">
        <button type="submit" class="primary">
          {connection ? FORM_WORDS.saveChange : FORM_WORDS.save}
        </button>
        {onCancel && (
          <button type="button" onClick={onCancel}>
            {FORM_WORDS.cancel}
          </button>
        )}
      </div>
      <button type="button" class="link" onClick={draft.changeKind}>
        {draft.kind === 'string' ? FORM_WORDS.useFields : FORM_WORDS.useString}
      </button>
    </form>
  );
}
