/** Drawn on a 16 by 16 grid with one stroke; each shape tells its state without colour. */
const PATHS = {
  mark: 'M3 2.2h10a1.3 1.3 0 0 1 1.3 1.3v6.7a1.3 1.3 0 0 1-1.3 1.3H7.6l-3 2.7v-2.7H3a1.3 1.3 0 0 1-1.3-1.3V3.5A1.3 1.3 0 0 1 3 2.2Zm-.9.7L8 8l5.9-5.1',
  clock: 'M8 1.8a6.2 6.2 0 1 0 0 12.4A6.2 6.2 0 0 0 8 1.8ZM8 4.6V8l2.3 1.6',
  dot: 'M8 6.6a1.4 1.4 0 1 0 0 2.8 1.4 1.4 0 0 0 0-2.8Z',
  progress: 'M8 1.8a6.2 6.2 0 1 1-6.2 6.2',
  check: 'm3 8.6 3.3 3.3L13 4.6',
  checks: 'm1.3 8.6 3.2 3.2 5.9-7.1m-2 7.1 6.3-7.1',
  tray: 'M8 1.8v6.4M5.4 5.8 8 8.4l2.6-2.6M2 9.5v3.2a1.3 1.3 0 0 0 1.3 1.3h9.4a1.3 1.3 0 0 0 1.3-1.3V9.5',
  arrow: 'M2.5 8h10.7M9 3.8 13.2 8 9 12.2',
  alert: 'M8 2 1.6 13.4h12.8L8 2Zm0 4.4v3.2m0 1.9v.1',
  more: 'M3 8h.1m4.9 0h.1m4.9 0h.1',
  cross: 'm4 4 8 8m0-8-8 8',
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name }: { name: IconName }) {
  return <Drawing name={name} path={PATHS[name]} />;
}

export function Drawing({ name, path }: { name: string; path: string }) {
  return (
    <svg class={`icon icon-${name}`} viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      <path
        d={path}
        fill="none"
        stroke="currentColor"
        stroke-width="1.5"
        stroke-linecap="round"
        stroke-linejoin="round"
      />
    </svg>
  );
}
