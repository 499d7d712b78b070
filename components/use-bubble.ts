import { useEffect, useRef, useState } from 'preact/hooks';
import type { SendState } from '../lib/messages.ts';

const SUCCESS_SHOWN_MS = 6_000;

/**
 * When the button's bubble is open. It answers a press, and it speaks up for a failure; what is sent by itself stays
 * silent. A success closes by itself, unless pointer or focus rests on it.
 */
export function useBubble(state: SendState) {
  const key = JSON.stringify(state);
  const wasPressed = useRef(false);
  const [closedKey, setClosedKey] = useState<string | null>(null);
  const [isHeld, setIsHeld] = useState(false);

  const isWanted = state.kind === 'failed' || (wasPressed.current && state.kind !== 'idle' && state.kind !== 'sending');
  const isOpen = isWanted && closedKey !== key;

  const close = () => {
    wasPressed.current = false;
    setClosedKey(key);
  };

  useEffect(() => {
    if (state.kind === 'idle') wasPressed.current = false;
    // The same outcome again is a new answer: what was closed was the earlier one.
    setClosedKey((closed) => (closed === key ? closed : null));
  }, [key]);

  useEffect(() => {
    if (!isOpen || isHeld || !closesByItself(state)) return undefined;
    const timer = setTimeout(close, SUCCESS_SHOWN_MS);
    return () => clearTimeout(timer);
  }, [isOpen, isHeld, key]);

  useEffect(() => {
    if (!isOpen) return undefined;
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key === 'Escape') close();
    };
    // Capture: the focus may be in the page, whose own listeners may stop the event.
    document.addEventListener('keydown', onKeyDown, true);
    return () => document.removeEventListener('keydown', onKeyDown, true);
  }, [isOpen, key]);

  const notePress = () => {
    wasPressed.current = true;
    setClosedKey(null);
  };
  return { isOpen, close, hold: setIsHeld, notePress };
}

function closesByItself(state: SendState): boolean {
  return state.kind === 'saved' || state.kind === 'already_saved' || (state.kind === 'queued' && state.reason === null);
}
