import { useId } from 'preact/hooks';

interface NumberFieldProps {
  label: string;
  /** `null` for none. */
  value: number | null;
  onInput: (value: number | null) => void;
  min: number;
  max: number;
  hint?: string;
}

export function NumberField({ label, value, onInput, min, max, hint }: NumberFieldProps) {
  const id = useId();
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <div class="input">
        <input
          id={id}
          type="number"
          min={min}
          max={max}
          value={value ?? ''}
          aria-describedby={hint ? `${id}-note` : undefined}
          onInput={({ currentTarget: { value: text, valueAsNumber } }) => onInput(text === '' ? null : valueAsNumber)}
        />
      </div>
      {hint && (
        <p id={`${id}-note`} class="hint">
          {hint}
        </p>
      )}
    </div>
  );
}
