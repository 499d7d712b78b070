import { useState } from 'preact/hooks';
import { t } from '../lib/i18n/translate.ts';
import { TextField } from './TextField.tsx';

export interface NewEntryProps {
  label: string;
  hint?: string;
  /** What is there already. */
  known: readonly string[];
  maxLength?: number;
  suggestions?: readonly string[];
  onAdd: (text: string) => void;
}

/** A field and a button that puts what was typed on a list. Says while it is typed what would not be taken. */
export function NewEntry({ label, hint, known, maxLength = 300, suggestions, onAdd }: NewEntryProps) {
  const [text, setText] = useState('');
  const typed = text.trim();
  const problem = known.includes(typed)
    ? t('problem_entry_known')
    : typed.length > maxLength
      ? t('problem_entry_long', { count: maxLength })
      : null;
  const add = (event: Event) => {
    event.preventDefault();
    if (typed === '' || problem !== null) return;
    onAdd(typed);
    setText('');
  };
  return (
    <form class="entry-new" noValidate onSubmit={add}>
      <TextField
        label={label}
        hint={hint}
        isText
        suggestions={suggestions}
        value={text}
        problem={problem}
        onInput={setText}
      />
      <button type="submit" aria-disabled={typed === '' || problem !== null}>
        {t('settings_add')}
      </button>
    </form>
  );
}
