import { useState } from 'preact/hooks';
import { t } from '../lib/i18n/translate.ts';
import type { OwnPattern, PreferenceProblem, RedactionPreferences } from '../lib/messages.ts';
import type { PrivacySettingsProps } from './PrivacySettings.tsx';
import { TextField } from './TextField.tsx';

export interface NewPatternProps {
  redaction: RedactionPreferences;
  preview: PrivacySettingsProps['preview'];
  onAdd: (pattern: OwnPattern) => void;
}

const EMPTY: OwnPattern = { name: '', pattern: '' };

/** A pattern of one's own. Says while it is typed what would not be taken. */
export function NewPattern({ redaction, preview, onAdd }: NewPatternProps) {
  const [draft, setDraft] = useState(EMPTY);
  const [problems, setProblems] = useState<Partial<Record<keyof OwnPattern, PreferenceProblem>>>({});
  const at = redaction.patterns.length;
  const check = async (wanted: OwnPattern): Promise<boolean> => {
    const result = await preview('', { ...redaction, patterns: [...redaction.patterns, wanted] });
    const issues = result.ok ? [] : result.issues;
    const of = (field: keyof OwnPattern) =>
      issues.find(({ path }) => path.endsWith(`patterns.${at}.${field}`))?.problem;
    const [name, pattern] = [of('name'), of('pattern')];
    setProblems({ ...(name && { name }), ...(pattern && { pattern }) });
    return result.ok;
  };
  const change = (part: Partial<OwnPattern>) => {
    const wanted = { ...draft, ...part };
    setDraft(wanted);
    void check(wanted);
  };
  const add = async (event: Event) => {
    event.preventDefault();
    if (!(await check(draft))) return;
    onAdd(draft);
    setDraft(EMPTY);
    setProblems({});
  };
  // An empty field is no mistake before something was typed in the other.
  const isUntouched = draft.name === '' && draft.pattern === '';
  const problemOf = (field: keyof OwnPattern) => {
    const problem = isUntouched || draft[field] === '' ? undefined : problems[field];
    return problem === undefined ? null : t(`preference_${problem}`);
  };
  return (
    <form class="pair" noValidate onSubmit={(event) => void add(event)}>
      <TextField
        label={t('privacy_pattern_name')}
        placeholder="customer"
        value={draft.name}
        problem={problemOf('name')}
        onInput={(name) => change({ name })}
      />
      <TextField
        label={t('privacy_pattern')}
        placeholder="KD-\d{6}"
        value={draft.pattern}
        problem={problemOf('pattern')}
        onInput={(pattern) => change({ pattern })}
      />
      <button type="submit" aria-disabled={draft.name === '' || draft.pattern === ''}>
        {t('settings_add')}
      </button>
    </form>
  );
}
