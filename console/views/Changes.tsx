import { withQuery, workspacePath } from '../api/client.ts';
import type { LoggedAction } from '../api/types.ts';
import { More } from '../parts/More.tsx';
import { Time } from '../parts/Time.tsx';
import { usePages } from '../parts/use-pages.ts';
import { t } from '../text.ts';
import type { ViewProps } from '../views.tsx';

/** What was changed in the workspace, and by whom. */
export function Changes({ workspaceId }: ViewProps) {
  const pages = usePages<LoggedAction>(withQuery(workspacePath(workspaceId, 'audit-log'), { limit: '50' }));
  return (
    <>
      <h1>{t('changes')}</h1>
      <section class="section">
        <ul class="events">
          {pages.items.map((action) => (
            <li key={action.id} class="row">
              <h2 dir="auto">{action.actor_name || t(`actor_${action.actor_kind}`)}</h2>
              <p class="facts lines" dir="ltr">
                {action.action.split(' ')[0]} {action.target}
              </p>
              <p class="facts">
                <Time at={action.at} hasSeconds /> · {t(`actor_${action.actor_kind}`)}
              </p>
            </li>
          ))}
        </ul>
        <More pages={pages} empty={t('changes_empty')} />
      </section>
    </>
  );
}
