import type { ConnectionView, DeliveryReason, QueueOverview } from '../lib/messages.ts';
import { QueueFilterChoice, type QueueFilterChoiceProps } from './QueueFilterChoice.tsx';
import { QueueList, type QueueListProps } from './QueueList.tsx';
import { QueueSummary, type QueueSummaryProps } from './QueueSummary.tsx';
import { richText } from './rich-text.ts';
import { t } from '../lib/i18n/translate.ts';

type FromSummary = Omit<QueueSummaryProps, 'overview'>;
type FromList = Omit<QueueListProps, 'knownReason'>;

export interface QueueViewProps extends FromSummary, FromList {
  connection: ConnectionView | null | 'loading';
  overview: QueueOverview | null;
  onFilter: QueueFilterChoiceProps['onChange'];
}

/** The page of the queue: everything that was captured, where it goes, and what became of it. */
export function QueueView(props: QueueViewProps) {
  const { connection, overview } = props;
  return (
    <main class="queue" aria-busy={overview === null}>
      <header>
        <h1>
          <img src="/icon/brainpost.svg" alt="" width="24" height="24" />
          Brainpost · {t('queue_heading')}
        </h1>
        {connection !== 'loading' && <Destination connection={connection} />}
      </header>
      {overview && <QueueSummary {...props} overview={overview} />}
      <section class="section">
        <QueueFilterChoice filter={props.filter} onChange={props.onFilter} />
        <QueueList {...props} knownReason={knownReason(overview, connection)} />
      </section>
    </main>
  );
}

function Destination({ connection }: { connection: ConnectionView | null }) {
  if (connection === null) return <p class="soft">{t('queue_no_connection')}</p>;
  return (
    <p class="soft">
      {richText('queue_destination', {
        endpoint: <bdi>{connection.endpoint.replace(/^https?:\/\//, '')}</bdi>,
        workspace: <bdi>{connection.workspaceId}</bdi>,
      })}
    </p>
  );
}

/** Said once above the list instead of in every row. */
function knownReason(overview: QueueOverview | null, connection: QueueViewProps['connection']): DeliveryReason | null {
  return connection === null ? 'not_connected' : (overview?.hold ?? null);
}
