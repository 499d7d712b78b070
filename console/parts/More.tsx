import type { Pages } from './use-pages.ts';
import { Problem } from './Problem.tsx';
import { t } from '../text.ts';

/** The end of a list: it is loading, something is wrong, there is more, or why there is nothing. */
export function More<Item>({ pages, empty, label }: { pages: Pages<Item>; empty: string; label?: string }) {
  const { items, hasMore, isLoading, refusal } = pages;
  const isEmpty = items.length === 0 && !hasMore && !isLoading && !refusal;
  return (
    <div class="more" aria-live="polite">
      <Problem refusal={refusal} onRetry={pages.reload} />
      {isEmpty && <p class="empty soft">{empty}</p>}
      {isLoading && <p class="soft">{t('loading')}</p>}
      {hasMore && !isLoading && !refusal && (
        <button type="button" onClick={pages.more}>
          {label ?? t('more')}
        </button>
      )}
    </div>
  );
}
