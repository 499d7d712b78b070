import { browser } from 'wxt/browser';

/** Match pattern that covers an endpoint. Patterns of Firefox know no ports, so none is asked for. */
function patternOf(endpoint: string): string {
  const { protocol, hostname } = new URL(endpoint);
  return `${protocol}//${hostname}/*`;
}

export function isEndpointPermitted(endpoint: string): Promise<boolean> {
  return browser.permissions.contains({ origins: [patternOf(endpoint)] });
}

/** Waits for an answer to a question that a page of the extension has put. @returns `false` when there is none in time */
export async function untilEndpointPermitted(endpoint: string, timeoutMs: number): Promise<boolean> {
  const answered = Promise.withResolvers<void>();
  const timer = setTimeout(answered.resolve, timeoutMs);
  const listener = () => void isEndpointPermitted(endpoint).then((isPermitted) => isPermitted && answered.resolve());
  browser.permissions.onAdded.addListener(listener);
  if (!(await isEndpointPermitted(endpoint))) await answered.promise;
  clearTimeout(timer);
  browser.permissions.onAdded.removeListener(listener);
  return isEndpointPermitted(endpoint);
}

/** Asks the user. Only works inside a click or key press on a page of the extension. */
export function requestEndpoint(endpoint: string): Promise<boolean> {
  return browser.permissions.request({ origins: [patternOf(endpoint)] });
}

export function hasHosts(patterns: readonly string[]): Promise<boolean> {
  return browser.permissions.contains({ origins: [...patterns] });
}

/** Asks the user for the pages of a site. Only works inside a click or key press on a page of the extension. */
export function requestHosts(patterns: readonly string[]): Promise<boolean> {
  return browser.permissions.request({ origins: [...patterns] });
}

export function onPermissionAdded(listener: () => void): void {
  browser.permissions.onAdded.addListener(listener);
}
