import { useEffect, useRef, useState } from 'preact/hooks';

/** A text that changes at most once in a while, for those who have it read aloud. */
export function useCalm(text: string, everyMs: number): string {
  const [calm, setCalm] = useState(text);
  const latest = useRef(text);
  latest.current = text;
  const isBehind = calm !== text;
  useEffect(() => {
    if (!isBehind) return undefined;
    const timer = setTimeout(() => setCalm(latest.current), everyMs);
    return () => clearTimeout(timer);
  }, [isBehind, everyMs]);
  return calm;
}
