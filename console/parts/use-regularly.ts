import { useEffect } from 'preact/hooks';

/** Does something again and again while the page is seen. */
export function useRegularly(work: () => void, everyMs: number): void {
  useEffect(() => {
    const timer = setInterval(() => {
      if (!document.hidden) work();
    }, everyMs);
    return () => clearInterval(timer);
  }, [work, everyMs]);
}
