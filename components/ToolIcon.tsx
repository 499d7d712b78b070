import { Drawing } from './Icon.tsx';

/** As `Icon`, for what only pages of the extension show: the button in chat pages has to be small. */
const PATHS = {
  gear: 'M8 5.6a2.4 2.4 0 1 0 0 4.8 2.4 2.4 0 0 0 0-4.8ZM8 1.6v2M8 12.4v2M1.6 8h2M12.4 8h2M3.5 3.5l1.4 1.4M11.1 11.1l1.4 1.4M12.5 3.5l-1.4 1.4M4.9 11.1l-1.4 1.4',
  panel: 'M2.8 2.8h10.4a1 1 0 0 1 1 1v8.4a1 1 0 0 1-1 1H2.8a1 1 0 0 1-1-1V3.8a1 1 0 0 1 1-1Zm6.7 0v10.4',
} as const;

export function ToolIcon({ name }: { name: keyof typeof PATHS }) {
  return <Drawing name={name} path={PATHS[name]} />;
}
