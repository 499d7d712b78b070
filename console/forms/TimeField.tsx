import { toIsoTime, toLocalTime } from './local-time.ts';

interface TimeFieldProps {
  label: string;
  /** RFC 3339; `''` for none. */
  value: string;
  onChange: (value: string) => void;
}

export function TimeField({ label, value, onChange }: TimeFieldProps) {
  return (
    <label class="field">
      {label}
      <span class="input">
        <input
          type="datetime-local"
          value={toLocalTime(value)}
          onChange={(event) => onChange(toIsoTime(event.currentTarget.value))}
        />
      </span>
    </label>
  );
}
