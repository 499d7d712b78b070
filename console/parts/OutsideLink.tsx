import type { ComponentChildren } from 'preact';

const SAFE_SCHEME = /^(https?|mailto):/i;

/** An address that somebody else wrote: a link if it is one of the web or of mail, else plain text. */
export function OutsideLink({ href, children }: { href: string; children: ComponentChildren }) {
  const address = URL.parse(href);
  if (!address || !SAFE_SCHEME.test(address.protocol)) return <>{children}</>;
  return (
    <a href={address.href} target="_blank" rel="noopener noreferrer">
      {children}
    </a>
  );
}
