import { Icon } from '../../components/Icon.tsx';
import { CopyField } from './CopyField.tsx';

/** A secret or a link that is not told a second time. */
export function ShownOnce({ title, value, hint }: { title: string; value: string; hint: string }) {
  return (
    <div class="notice" role="status" data-tone="good">
      <p class="state">
        <Icon name="check" />
        <strong>{title}</strong>
      </p>
      <CopyField label={title} value={value} />
      <p class="hint">{hint}</p>
    </div>
  );
}
