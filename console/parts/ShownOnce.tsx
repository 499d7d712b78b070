import { useState } from 'preact/hooks';
import { Icon } from '../../components/Icon.tsx';
import { t } from '../text.ts';

/** A secret or a link that is not told a second time. */
export function ShownOnce({ title, value, hint }: { title: string; value: string; hint: string }) {
  const [isCopied, setIsCopied] = useState(false);
  const copy = () =>
    navigator.clipboard.writeText(value).then(
      () => setIsCopied(true),
      // Without https browsers have no clipboard: the text is marked, to be copied by hand.
      () => setIsCopied(false),
    );
  return (
    <div class="notice" role="status" data-tone="good">
      <p class="state">
        <Icon name="check" />
        <strong>{title}</strong>
      </p>
      <p class="once">
        <input readOnly value={value} aria-label={title} dir="ltr" onFocus={(event) => event.currentTarget.select()} />
        {'clipboard' in navigator && (
          <button type="button" onClick={() => void copy()}>
            {isCopied ? t('copied') : t('copy')}
          </button>
        )}
      </p>
      <p class="hint">{hint}</p>
    </div>
  );
}
