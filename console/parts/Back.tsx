import type { ComponentChildren } from 'preact';

/** From one thing to the list that it is in. */
export function Back({ href, children }: { href: string; children: ComponentChildren }) {
  return (
    <p>
      <a class="back" href={href}>
        ← {children}
      </a>
    </p>
  );
}
