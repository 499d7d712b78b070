interface CheckFieldProps {
  label: string;
  isOn: boolean;
  onChange: (isOn: boolean) => void;
  hint?: string;
}

export function CheckField({ label, isOn, onChange, hint }: CheckFieldProps) {
  return (
    <div class="check">
      <label>
        <input type="checkbox" checked={isOn} onChange={(event) => onChange(event.currentTarget.checked)} />
        {label}
      </label>
      {hint && <p class="hint">{hint}</p>}
    </div>
  );
}
