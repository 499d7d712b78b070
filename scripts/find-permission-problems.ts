import { REFUSED, REFUSED_KEYS, REVIEWED, REVIEWED_CODE, type ReviewedList } from './reviewed-permissions.ts';

/** A manifest, as far as it says what the extension may do. */
export interface Manifest {
  readonly [key: string]: unknown;
  readonly permissions?: readonly string[];
  readonly content_scripts?: readonly ContentScript[];
  readonly browser_specific_settings?: {
    readonly gecko?: { readonly data_collection_permissions?: Readonly<Record<string, readonly string[]>> };
  };
}

interface ContentScript {
  readonly matches: readonly string[];
  readonly world?: string;
  readonly all_frames?: boolean;
}

const LISTS = Object.keys(REVIEWED) as ReviewedList[];

/** What the manifest has and the review has not, one sentence each. */
export function findManifestProblems(manifest: Manifest): string[] {
  const keys = Object.keys(manifest).filter((key) => key in REFUSED_KEYS);
  return [
    ...(manifest['manifest_version'] === 3 ? [] : ['manifest_version: the review is about version 3']),
    ...keys.map((key) => `${key}: refused, ${REFUSED_KEYS[key]}`),
    ...LISTS.flatMap((list) => valuesOf(manifest, list).flatMap((value) => judge(list, value))),
    ...(manifest.content_scripts ?? []).flatMap(judgeContentScript),
  ];
}

/** What was reviewed and no manifest asks for any more. */
export function findStaleReviews(manifests: readonly Manifest[]): string[] {
  return LISTS.flatMap((list) => {
    const asked = new Set(manifests.flatMap((manifest) => valuesOf(manifest, list)));
    const stale = Object.keys(REVIEWED[list]).filter((value) => !asked.has(value));
    return stale.map((value) => `${list}: nothing asks for "${value}" any more; take it off the list`);
  });
}

function valuesOf(manifest: Manifest, list: ReviewedList): string[] {
  if (list === 'content_scripts') return (manifest.content_scripts ?? []).flatMap(({ matches }) => matches);
  if (list === 'data_collection_permissions') {
    return Object.values(manifest.browser_specific_settings?.gecko?.[list] ?? {}).flat();
  }
  return (manifest[list] as string[] | undefined) ?? [];
}

function judge(list: ReviewedList, value: string): string[] {
  if (value in REFUSED) return [`${list}: "${value}" is refused, ${REFUSED[value]}`];
  if (value in REVIEWED[list]) return [];
  return [`${list}: "${value}" is not reviewed; see scripts/reviewed-permissions.ts`];
}

function judgeContentScript({ world, all_frames: allFrames }: ContentScript): string[] {
  return [
    ...(world === 'MAIN' ? ["content_scripts: none runs in the page's own world"] : []),
    ...(allFrames ? ['content_scripts: none runs in frames'] : []),
  ];
}

const CODE_PROBLEMS: readonly (readonly [RegExp, string])[] = [
  [/\beval\s*\(/, 'eval'],
  [/\bFunction\s*\(|[=(,]\s*Function\b(?!\.)|\.constructor\(\s*["'`]/, 'code made of text'],
  [/\bset(?:Timeout|Interval)\s*\(\s*["'`]/, 'code made of text'],
  [/\bimportScripts\s*\(/, 'importScripts'],
  [/\b(?:import\s*\(?|from)\s*["'`](?:https?:)?\/\//, 'a remote module'],
  [/["'`](?:https?:)?\/\/[^"'`\s]+\.(?:m?js|wasm)\b/, 'the address of a remote script'],
  [/createElement\s*\(\s*["'`]script["'`]/, 'a script element'],
  [/<script\b[^>]*\bsrc\s*=\s*["']?(?:https?:)?\/\//i, 'a remote script'],
  [/<script\b(?![^>]*\bsrc\b)[^>]*>/i, 'an inline script'],
];

/** Signs of code that did not come with the extension, in one of its built scripts or pages. */
export function findCodeProblems(text: string): string[] {
  const rest = REVIEWED_CODE.reduce((left, reviewed) => left.replaceAll(reviewed, ''), text);
  return CODE_PROBLEMS.flatMap(([sign, name]) => {
    const found = sign.exec(rest);
    return found ? [`${name}: …${rest.slice(Math.max(0, found.index - 30), found.index + 50)}…`] : [];
  });
}
