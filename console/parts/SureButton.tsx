import { useEffect, useRef, useState } from 'preact/hooks';
import { t } from '../text.ts';

interface SureButtonProps {
  label: string;
  /** What is asked before it is done, for example how much is lost. */
  question: string;
  onSure: () => void;
  disabled?: boolean;
}

/** Does what cannot be taken back only after a second click. */
export function SureButton({ label, question, onSure, disabled = false }: SureButtonProps) {
  const [isAsking, setIsAsking] = useState(false);
  const yes = useRef<HTMLButtonElement>(null);
  const first = useRef<HTMLButtonElement>(null);
  const wasAsking = useRef(false);
  useEffect(() => {
    if (isAsking) yes.current?.focus();
    else if (wasAsking.current) first.current?.focus();
    wasAsking.current = isAsking;
  }, [isAsking]);
  if (!isAsking) {
    return (
      <button type="button" ref={first} disabled={disabled} onClick={() => setIsAsking(true)}>
        {label}
      </button>
    );
  }
  return (
    <span class="sure" role="group" aria-label={label}>
      <span>{question}</span>
      <button
        type="button"
        class="danger"
        ref={yes}
        onClick={() => {
          setIsAsking(false);
          onSure();
        }}
      >
        {label}
      </button>
      <button type="button" onClick={() => setIsAsking(false)}>
        {t('cancel')}
      </button>
    </span>
  );
}
