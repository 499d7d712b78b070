import { useId } from 'preact/hooks';

interface LinesFieldProps {
  label: string;
  value: string;
  onInput: (value: string) => void;
  hint?: string;
  rows?: number;
  placeholder?: string;
  /** In a person's language, not in one of machines. */
  isText?: boolean;
}

/** Several lines of text. */
export function LinesField({ label, value, onInput, hint, rows = 3, placeholder, isText = false }: LinesFieldProps) {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <textarea
        id={id}
        rows={rows}
        value={value}
        placeholder={placeholder}
        spellcheck={isText}
        dir={isText ? 'auto' : 'ltr'}
        class={isText ? undefined : 'mono'}
        aria-describedby={hint ? `${id}-note` : undefined}
        onInput={(event) => onInput(event.currentTarget.value)}
      />
      {hint && (
        <p id={`${id}-note`} class="hint">
          {hint}
        </p>
      )}
    </div>
  );
}

/** Its lines without those that are empty. */
export const linesOf = (text: string): string[] =>
  text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');
