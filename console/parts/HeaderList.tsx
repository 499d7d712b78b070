import { Facts } from './Facts.tsx';

export function HeaderList({ headers }: { headers: Readonly<Record<string, string>> }) {
  return <Facts facts={Object.entries(headers)} />;
}
