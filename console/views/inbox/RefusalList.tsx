import { withQuery, workspacePath } from '../../api/client.ts';
import type { LoggedRefusal } from '../../api/types.ts';
import { Back } from '../../parts/Back.tsx';
import { More } from '../../parts/More.tsx';
import { Time } from '../../parts/Time.tsx';
import { usePages } from '../../parts/use-pages.ts';
import { addressOf } from '../../route.ts';
import { t } from '../../text.ts';

/** Requests that were not taken, and why. */
export function RefusalList({ workspaceId }: { workspaceId: string }) {
  const pages = usePages<LoggedRefusal>(withQuery(workspacePath(workspaceId, 'refusals'), { limit: '50' }));
  return (
    <>
      <Back href={addressOf(workspaceId, ['inbox'])}>{t('inbox')}</Back>
      <h1>{t('refusals')}</h1>
      <section class="section">
        <p class="hint">{t('refusals_hint')}</p>
        <ul class="events">
          {pages.items.map((refusal) => (
            <li key={refusal.id} class="row">
              <h2>{refusal.error}</h2>
              <p class="facts lines" dir="ltr">
                {refusal.path}
              </p>
              <p class="facts">
                <Time at={refusal.at} hasSeconds /> · {refusal.address} · {refusal.user_agent}
              </p>
              {refusal.detail && (
                <p class="problem lines" dir="auto">
                  {refusal.detail}
                </p>
              )}
            </li>
          ))}
        </ul>
        <More pages={pages} empty={t('refusals_empty')} />
      </section>
    </>
  );
}
