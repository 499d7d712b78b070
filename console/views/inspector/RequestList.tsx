import { workspacePath } from '../../api/client.ts';
import type { InspectedRequest, Inspector } from '../../api/types.ts';
import { Back } from '../../parts/Back.tsx';
import { CopyField } from '../../parts/CopyField.tsx';
import { formatBytes } from '../../parts/format-bytes.ts';
import { Problem } from '../../parts/Problem.tsx';
import { Time } from '../../parts/Time.tsx';
import { useLoaded } from '../../parts/use-loaded.ts';
import { useRegularly } from '../../parts/use-regularly.ts';
import { addressOf } from '../../route.ts';
import { t } from '../../text.ts';

const EVERY_MS = 2000;

/** What was sent to one address, as it comes. */
export function RequestList({ workspaceId, id }: { workspaceId: string; id: string }) {
  const path = workspacePath(workspaceId, 'inspectors', id, 'requests');
  const { body, refusal, reload } = useLoaded<Inspector & { items: InspectedRequest[] }>(path);
  useRegularly(reload, EVERY_MS);
  return (
    <>
      <Back href={addressOf(workspaceId, ['inspector'])}>{t('inspector')}</Back>
      <h1>{t('inspector_requests')}</h1>
      <section class="section">
        <Problem refusal={refusal} onRetry={reload} />
        {body && (
          <>
            <CopyField label={t('inspector_address')} value={location.origin + body.path} />
            <p class="hint">{t('inspector_query_hint')}</p>
          </>
        )}
        <ul class="events">
          {body?.items.map((request) => (
            <li key={request.id} class="row">
              <h2>
                <a href={addressOf(workspaceId, ['inspector', id, request.id])}>
                  {request.method} #{request.id}
                </a>
              </h2>
              <p class="facts lines" dir="ltr">
                {request.query}
              </p>
              <p class="facts">
                <Time at={request.at} hasSeconds /> · {request.address} ·{' '}
                {request.bytes === null ? t('inspector_too_large') : formatBytes(request.bytes)}
              </p>
            </li>
          ))}
        </ul>
        {body?.items.length === 0 && <p class="empty soft">{t('inspector_waiting')}</p>}
      </section>
    </>
  );
}
