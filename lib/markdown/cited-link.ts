/** What stands for a source where its page has no name of its own: the host, without the `www.` that nobody says. */
export function hostLabel(url: string): string {
  return new URL(url).host.replace(/^www\./, '');
}

/** A source as a link, written so that no sign in its address ends the link. */
export function citedLink(url: string): string {
  return `[${hostLabel(url)}](${url.replace(/[()]/g, (sign) => (sign === '(' ? '%28' : '%29'))})`;
}
