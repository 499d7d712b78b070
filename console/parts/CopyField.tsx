import { useState } from 'preact/hooks';
import { t } from '../text.ts';

/** A text to be taken elsewhere. */
export function CopyField({ label, value }: { label: string; value: string }) {
  const [isCopied, setIsCopied] = useState(false);
  const copy = () =>
    navigator.clipboard.writeText(value).then(
      () => setIsCopied(true),
      // Without https browsers have no clipboard: the text is marked, to be copied by hand.
      () => setIsCopied(false),
    );
  return (
    <p class="once">
      <input readOnly value={value} aria-label={label} dir="ltr" onFocus={(event) => event.currentTarget.select()} />
      {'clipboard' in navigator && (
        <button type="button" onClick={() => void copy()}>
          {isCopied ? t('copied') : t('copy')}
        </button>
      )}
    </p>
  );
}
