import type { ComponentChildren } from 'preact';

/** A state in a word or two. */
export function Badge({ tone, children }: { tone: 'good' | 'wait' | 'bad' | 'idle'; children: ComponentChildren }) {
  return (
    <span class="badge" data-tone={tone}>
      {children}
    </span>
  );
}
