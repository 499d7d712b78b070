import { useEffect, useState } from 'preact/hooks';
import { withQuery, workspacePath } from '../api/client.ts';
import { Badge } from '../parts/Badge.tsx';
import { Json } from '../parts/Json.tsx';
import { Time } from '../parts/Time.tsx';
import { changeQuery, route } from '../route.ts';
import { t } from '../text.ts';
import type { ViewProps } from '../views.tsx';
import { followStream, type LiveEvent } from './live/follow-stream.ts';

/** Older ones are dropped: the inbox and the logs have them. */
const MOST = 200;

/** What happens, as it happens. */
export function Live({ workspaceId }: ViewProps) {
  const topics = route.value.query.get('topics') ?? '';
  const [events, setEvents] = useState<readonly LiveEvent[]>([]);
  const [isOpen, setIsOpen] = useState(false);
  const [isPaused, setIsPaused] = useState(false);
  useEffect(() => {
    if (isPaused) return undefined;
    const ended = new AbortController();
    void followStream(withQuery(workspacePath(workspaceId, 'stream'), { topics: topics || '*' }), {
      signal: ended.signal,
      onState: setIsOpen,
      onEvent: (event) => setEvents((before) => [event, ...before].slice(0, MOST)),
    });
    return () => ended.abort();
  }, [workspaceId, topics, isPaused]);
  return (
    <>
      <h1>
        {t('live')} <LiveState isOpen={isOpen} isPaused={isPaused} />
      </h1>
      <section class="section filters">
        <label class="field grow">
          {t('live_topics')}
          <span class="input">
            <input
              value={topics}
              placeholder="chat.*, workspace.*"
              spellcheck={false}
              dir="ltr"
              onChange={(event) => changeQuery({ topics: event.currentTarget.value.trim() })}
            />
          </span>
        </label>
        <button type="button" aria-pressed={isPaused} onClick={() => setIsPaused(!isPaused)}>
          {isPaused ? t('live_go_on') : t('live_pause')}
        </button>
        <button type="button" disabled={events.length === 0} onClick={() => setEvents([])}>
          {t('live_clear')}
        </button>
      </section>
      <section class="section">
        {events.length === 0 && <p class="empty soft">{t('live_empty')}</p>}
        <ul class="events" aria-live="off">
          {events.map((event) => (
            <LiveRow key={event.id} event={event} />
          ))}
        </ul>
      </section>
    </>
  );
}

function LiveRow({ event }: { event: LiveEvent }) {
  return (
    <li class="row">
      <details>
        <summary>
          <strong>{event.type}</strong>{' '}
          <span class="soft">
            <Time at={event.at} hasSeconds />
          </span>
        </summary>
        <Json value={readable(event.payload)} label={event.type} />
      </details>
    </li>
  );
}

function LiveState({ isOpen, isPaused }: { isOpen: boolean; isPaused: boolean }) {
  if (isPaused) return <Badge tone="idle">{t('live_paused')}</Badge>;
  return isOpen ? <Badge tone="good">{t('live_open')}</Badge> : <Badge tone="wait">{t('live_away')}</Badge>;
}

/** The payload of a body that somebody sent need not be JSON. */
function readable(payload: string): unknown {
  try {
    return JSON.parse(payload);
  } catch {
    return payload;
  }
}
