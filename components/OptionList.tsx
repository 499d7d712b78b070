import { useId } from 'preact/hooks';

export interface OptionListProps<T extends string> {
  label: string;
  /** Value -> what people read. */
  options: readonly (readonly [T, string])[];
  value: T;
  onChange: (value: T) => void;
}

export function OptionList<T extends string>({ label, options, value, onChange }: OptionListProps<T>) {
  const id = useId();
  return (
    <div class="option">
      <label for={id}>{label}</label>
      <select
        id={id}
        value={value}
        // The options are these values and no other.
        onChange={({ currentTarget }) => onChange(currentTarget.value as T)}
      >
        {options.map(([key, text]) => (
          <option key={key} value={key}>
            {text}
          </option>
        ))}
      </select>
    </div>
  );
}
