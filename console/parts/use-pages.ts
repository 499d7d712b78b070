import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { ask, type Refusal } from '../api/client.ts';
import type { Page } from '../api/types.ts';

export interface Pages<Item> {
  readonly items: readonly Item[];
  /** There is more to ask for. */
  readonly hasMore: boolean;
  readonly isLoading: boolean;
  readonly refusal: Refusal | null;
  readonly more: () => void;
  readonly reload: () => void;
}

interface State<Item> {
  readonly items: readonly Item[];
  readonly next: string | null;
  readonly isLoading: boolean;
  readonly refusal: Refusal | null;
}

const EMPTY = { items: [], next: null, isLoading: true, refusal: null };

/**
 * A list of the API, page by page behind a cursor, so that the millionth row costs what the first does.
 * @param path with its query
 */
export function usePages<Item>(path: string): Pages<Item> {
  const [state, setState] = useState<State<Item>>(EMPTY);
  const [turn, setTurn] = useState(0);
  /** Counts lists that were begun: answers to an older one are dropped. */
  const list = useRef(0);
  const load = useCallback(
    async (after: string | null) => {
      const mine = list.current;
      const separator = path.includes('?') ? '&' : '?';
      const query = after === null ? '' : `${separator}after=${encodeURIComponent(after)}`;
      const answer = await ask<Page<Item>>('GET', path + query);
      if (mine !== list.current) return;
      setState((before) => {
        if (!answer.ok) return { ...before, isLoading: false, refusal: answer };
        const { items, next } = answer.body;
        return { items: after === null ? items : [...before.items, ...items], next, isLoading: false, refusal: null };
      });
    },
    [path],
  );
  useEffect(() => {
    list.current += 1;
    setState(EMPTY);
    void load(null);
  }, [load, turn]);
  const { items, next, isLoading, refusal } = state;
  const more = () => {
    if (next === null || isLoading) return;
    setState((before) => ({ ...before, isLoading: true }));
    void load(next);
  };
  const reload = useCallback(() => setTurn((before) => before + 1), []);
  return { items, hasMore: next !== null, isLoading, refusal, more, reload };
}
