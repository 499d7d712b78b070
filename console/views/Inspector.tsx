import { workspacePath } from '../api/client.ts';
import type { Inspector as InspectorItem } from '../api/types.ts';
import { CopyField } from '../parts/CopyField.tsx';
import { Problem } from '../parts/Problem.tsx';
import { SureButton } from '../parts/SureButton.tsx';
import { Time } from '../parts/Time.tsx';
import { useAction } from '../parts/use-action.ts';
import { useLoaded } from '../parts/use-loaded.ts';
import { addressOf, route } from '../route.ts';
import { t } from '../text.ts';
import type { ViewProps } from '../views.tsx';
import { InspectedRequestView } from './inspector/InspectedRequestView.tsx';
import { RequestList } from './inspector/RequestList.tsx';
import { SampleSection } from './inspector/SampleSection.tsx';

/** For whoever sets up a tool: does what it sends arrive, and would it be taken. */
export function Inspector({ workspaceId }: ViewProps) {
  const [id, request] = route.value.ids;
  if (id === undefined) return <Start workspaceId={workspaceId} />;
  if (request === undefined) return <RequestList key={id} workspaceId={workspaceId} id={id} />;
  return <InspectedRequestView key={request} workspaceId={workspaceId} id={id} request={request} />;
}

function Start({ workspaceId }: ViewProps) {
  const path = workspacePath(workspaceId, 'inspectors');
  const { body, refusal, reload } = useLoaded<{ items: InspectorItem[] }>(path);
  const action = useAction();
  const create = async () => {
    if ((await action.run('POST', path)).ok) reload();
  };
  return (
    <>
      <h1>{t('inspector')}</h1>
      <section class="section">
        <p class="hint">{t('inspector_hint')}</p>
        <Problem refusal={refusal} onRetry={reload} />
        <ul class="events">
          {body?.items.map((item) => (
            <InspectorRow key={item.id} workspaceId={workspaceId} item={item} onChanged={reload} />
          ))}
        </ul>
        {body?.items.length === 0 && <p class="empty soft">{t('inspector_empty')}</p>}
        <Problem refusal={action.refusal} />
        <p class="actions">
          <button type="button" class="primary" disabled={action.isBusy} onClick={() => void create()}>
            {t('inspector_new')}
          </button>
        </p>
      </section>
      <SampleSection workspaceId={workspaceId} />
    </>
  );
}

interface InspectorRowProps {
  workspaceId: string;
  item: InspectorItem;
  onChanged: () => void;
}

function InspectorRow({ workspaceId, item, onChanged }: InspectorRowProps) {
  const action = useAction();
  const end = async () => {
    if ((await action.run('DELETE', workspacePath(workspaceId, 'inspectors', item.id))).ok) onChanged();
  };
  return (
    <li class="row">
      <CopyField label={t('inspector_address')} value={location.origin + item.path} />
      <p class="facts">
        <Time at={item.created_at} /> – <Time at={item.expires_at} />
      </p>
      <p class="actions">
        <a class="button" href={addressOf(workspaceId, ['inspector', item.id])}>
          {t('inspector_requests')}
        </a>
        <SureButton
          label={t('inspector_end')}
          question={t('inspector_end_sure')}
          disabled={action.isBusy}
          onSure={() => void end()}
        />
      </p>
      <Problem refusal={action.refusal} />
    </li>
  );
}
