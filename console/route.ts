import { signal } from '@preact/signals';

/** Where the console is: `#/{workspace}/{view}/{id}/…?{query}`. Behind the `#` nothing has to be served. */
export interface Route {
  readonly workspaceId: string;
  readonly view: string;
  /** Of what is looked at. */
  readonly ids: readonly string[];
  readonly query: URLSearchParams;
}

export const route = signal<Route>(readRoute());

export function followAddress(): void {
  globalThis.addEventListener('hashchange', () => {
    route.value = readRoute();
  });
}

function readRoute(): Route {
  const [path = '', query] = location.hash.slice(1).split('?');
  const [, workspaceId = '', view = '', ...ids] = path.split('/').map(decode);
  return { workspaceId, view: view || 'overview', ids, query: new URLSearchParams(query) };
}

/** What somebody typed need not decode. */
function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** For a link. What of the query is empty is left out. */
export function addressOf(workspaceId: string, parts: readonly string[], query: Record<string, string> = {}): string {
  const given = new URLSearchParams(Object.entries(query).filter(([, value]) => value !== ''));
  const path = [workspaceId, ...parts].map(encodeURIComponent).join('/');
  return `#/${path}${given.size ? `?${given}` : ''}`;
}

/** Another query of the view that is shown; the page before is not kept in the history. */
export function changeQuery(change: Record<string, string>): void {
  const { workspaceId, view, ids, query } = route.value;
  const address = addressOf(workspaceId, [view, ...ids], { ...Object.fromEntries(query), ...change });
  history.replaceState(null, '', address);
  route.value = readRoute();
}

/** `#login=…` */
export function hashParameter(name: string): string | null {
  return new URLSearchParams(location.hash.slice(1)).get(name);
}
