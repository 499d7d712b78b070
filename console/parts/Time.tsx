import { languageTag } from '../../lib/i18n/translate.ts';

/** A moment in the person's own zone and way of writing. */
export function Time({ at, hasSeconds = false }: { at: string; hasSeconds?: boolean }) {
  const timeStyle = hasSeconds ? 'medium' : 'short';
  const format = new Intl.DateTimeFormat(languageTag(), { dateStyle: 'medium', timeStyle });
  return (
    <time dateTime={at} title={at}>
      {format.format(new Date(at))}
    </time>
  );
}
