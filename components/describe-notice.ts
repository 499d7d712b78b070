import { plural, t } from '../lib/i18n/translate.ts';
import type { QueueNotice } from './queue-notice.ts';

/** What became of the last thing that was asked for on the page of the queue. */
export function describeQueueNotice(notice: QueueNotice): string {
  switch (notice.kind) {
    case 'retrying':
      return notice.title === null ? t('notice_retrying_all') : t('notice_retrying', { title: notice.title });
    case 'discarded':
      return t('notice_discarded', { title: notice.title });
    case 'under_way':
      return t('notice_under_way', { title: notice.title });
    case 'exported':
      return plural('notice_exported', notice.count, { file: notice.fileName });
    case 'nothing_to_export':
      return t('notice_nothing_to_export');
    default:
      return notice satisfies never;
  }
}
