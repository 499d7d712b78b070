import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { t } from '../lib/i18n/translate.ts';

export interface TextFieldProps {
  label: string;
  value: string;
  onInput: (value: string) => void;
  placeholder?: string;
  hint?: string | undefined;
  /** Why the value was not taken, in words; takes the focus. */
  problem?: string | null;
  /** Hides what is typed, with a button to show it. */
  isSecret?: boolean;
  /** What may be meant, offered while it is typed. */
  suggestions?: readonly string[] | undefined;
  /** In a person's language, which may run from right to left. */
  isText?: boolean;
  /** What a password manager may fill in; nothing unless given. */
  autocomplete?: 'username' | 'current-password' | 'new-password';
}

export function TextField({ label, value, onInput, placeholder, hint, problem = null, ...kind }: TextFieldProps) {
  const { isSecret, isText, suggestions, autocomplete = 'off' } = kind;
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [isShown, setIsShown] = useState(false);
  useEffect(() => {
    if (problem !== null) input.current?.focus();
  }, [problem]);
  const note = problem ?? hint;

  return (
    <div class="field">
      <label for={id}>{label}</label>
      <div class="input">
        <input
          ref={input}
          id={id}
          // One of two types, each with its own typing of attributes.
          {...(isSecret && !isShown
            ? { type: 'password' }
            : { type: 'text', list: suggestions && `${id}-suggestions` })}
          value={value}
          placeholder={placeholder}
          autocomplete={autocomplete}
          autocapitalize="off"
          spellcheck={false}
          dir={isText ? 'auto' : 'ltr'}
          aria-invalid={problem !== null}
          aria-describedby={note ? `${id}-note` : undefined}
          onInput={(event) => onInput(event.currentTarget.value)}
        />
        {isSecret && value !== '' && (
          <button type="button" class="quiet" aria-controls={id} onClick={() => setIsShown(!isShown)}>
            {isShown ? t('form_hide') : t('form_show')}
          </button>
        )}
      </div>
      {suggestions && (
        <datalist id={`${id}-suggestions`}>
          {suggestions.map((suggestion) => (
            <option key={suggestion} value={suggestion} />
          ))}
        </datalist>
      )}
      {note && (
        <p id={`${id}-note`} class={problem ? 'problem' : 'hint'} role={problem ? 'alert' : undefined}>
          {note}
        </p>
      )}
    </div>
  );
}
