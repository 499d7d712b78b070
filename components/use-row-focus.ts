import { useLayoutEffect, useRef } from 'preact/hooks';

/**
 * Keeps the focus where a person would look for it while rows come and go. Rows carry `data-event`.
 * @param ids of the rows, in order
 */
export function useRowFocus(ids: readonly string[]) {
  const list = useRef<HTMLUListElement>(null);
  const heading = useRef<HTMLHeadingElement>(null);
  /** Discarded by hand, with the place it had. */
  const discarded = useRef<{ id: string; index: number } | null>(null);
  /** The row beside which others were asked for. */
  const asked = useRef<{ id: string; step: 1 | -1 } | null>(null);
  // Before this rendering changes the page: afterwards a row that is gone cannot be asked.
  const focused = document.activeElement?.closest<HTMLElement>('[data-event]')?.dataset['event'];
  const focusRow = (id: string | undefined) => {
    const rows = [...(list.current?.children ?? [])] as HTMLElement[];
    (rows.find((row) => row.dataset['event'] === id) ?? heading.current)?.focus();
  };

  useLayoutEffect(() => {
    const from = asked.current;
    const next = from && ids.includes(from.id) ? ids[ids.indexOf(from.id) + from.step] : undefined;
    if (next !== undefined) {
      asked.current = null;
      focusRow(next);
    } else if (focused !== undefined && document.activeElement === document.body) {
      const gone = discarded.current?.id === focused ? discarded.current : null;
      focusRow(gone && !ids.includes(gone.id) ? ids[Math.min(gone.index, ids.length - 1)] : focused);
    }
  });

  return {
    list,
    heading,
    focusRow,
    noteDiscard: (id: string) => {
      discarded.current = { id, index: ids.indexOf(id) };
      focusRow(id);
    },
    noteAsked: (step: 1 | -1) => {
      const id = step === 1 ? ids.at(-1) : ids[0];
      asked.current = id === undefined ? null : { id, step };
    },
  };
}
