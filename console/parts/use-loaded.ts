import { useCallback, useEffect, useState } from 'preact/hooks';
import { ask, type Refusal } from '../api/client.ts';

export interface Loaded<Body> {
  /** `null` while it was never there. What was there stays while it is asked for again. */
  readonly body: Body | null;
  readonly refusal: Refusal | null;
  readonly reload: () => void;
}

/** One thing of the API. @param path another path is another thing; `null` asks for nothing */
export function useLoaded<Body>(path: string | null): Loaded<Body> {
  const [state, setState] = useState<{ path: string | null; body: Body | null; refusal: Refusal | null }>(NOTHING);
  const [turn, setTurn] = useState(0);
  useEffect(() => {
    if (path === null) return undefined;
    let isWanted = true;
    void ask<Body>('GET', path).then((answer) => {
      // An answer that comes late must not write over a newer one.
      if (!isWanted) return;
      setState((before) =>
        answer.ok
          ? { path, body: answer.body, refusal: null }
          : { path, body: before.path === path ? before.body : null, refusal: answer },
      );
    });
    return () => {
      isWanted = false;
    };
  }, [path, turn]);
  const reload = useCallback(() => setTurn((before) => before + 1), []);
  return { ...(state.path === path ? state : NOTHING), reload };
}

const NOTHING = { path: null, body: null, refusal: null };
