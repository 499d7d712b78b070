import { useState } from 'preact/hooks';
import { t } from '../lib/i18n/translate.ts';
import type { LabelRule } from '../lib/messages.ts';
import { OptionList } from './OptionList.tsx';
import { TextField } from './TextField.tsx';

export interface NewLabelRuleProps {
  /** Labels that were used. */
  known: readonly string[];
  onAdd: (rule: LabelRule) => void;
}

const MAX_LABEL_LENGTH = 100;
const MAX_TEXT_LENGTH = 512;

export function NewLabelRule({ known, onAdd }: NewLabelRuleProps) {
  const [on, setOn] = useState<LabelRule['on']>('title');
  const [text, setText] = useState('');
  const [label, setLabel] = useState('');
  const tooLong = (value: string, count: number) => (value.length > count ? t('problem_entry_long', { count }) : null);
  const problems = { text: tooLong(text.trim(), MAX_TEXT_LENGTH), label: tooLong(label.trim(), MAX_LABEL_LENGTH) };
  const isReady = text.trim() !== '' && label.trim() !== '' && !problems.text && !problems.label;
  const add = (event: Event) => {
    event.preventDefault();
    if (!isReady) return;
    onAdd({ on, text: text.trim(), label: label.trim() });
    setText('');
    setLabel('');
  };
  return (
    <form class="label-rule" noValidate onSubmit={add}>
      <OptionList
        label={t('labels_rule_on')}
        options={[
          ['title', t('labels_on_title')],
          ['project', t('labels_on_project')],
        ]}
        value={on}
        onChange={setOn}
      />
      <TextField
        label={on === 'title' ? t('labels_text_title') : t('labels_text_project')}
        hint={on === 'title' ? t('automatic_title_hint') : t('labels_rule_project_hint')}
        isText
        value={text}
        problem={problems.text}
        onInput={setText}
      />
      <TextField
        label={t('labels_new')}
        isText
        suggestions={known}
        value={label}
        problem={problems.label}
        onInput={setLabel}
      />
      <button type="submit" aria-disabled={!isReady}>
        {t('settings_add')}
      </button>
    </form>
  );
}
