import { workspacePath } from '../../api/client.ts';
import type { Finding, InspectedRequestDetail } from '../../api/types.ts';
import { Back } from '../../parts/Back.tsx';
import { Badge } from '../../parts/Badge.tsx';
import { Facts } from '../../parts/Facts.tsx';
import { Json } from '../../parts/Json.tsx';
import { Problem } from '../../parts/Problem.tsx';
import { Time } from '../../parts/Time.tsx';
import { useLoaded } from '../../parts/use-loaded.ts';
import { addressOf } from '../../route.ts';
import { t } from '../../text.ts';

interface InspectedRequestViewProps {
  workspaceId: string;
  id: string;
  request: string;
}

/** One request as it came, and what each way in would make of it. */
export function InspectedRequestView({ workspaceId, id, request }: InspectedRequestViewProps) {
  const path = workspacePath(workspaceId, 'inspectors', id, 'requests', request);
  const { body, refusal, reload } = useLoaded<InspectedRequestDetail>(path);
  return (
    <>
      <Back href={addressOf(workspaceId, ['inspector', id])}>{t('inspector_requests')}</Back>
      <Problem refusal={refusal} onRetry={reload} />
      {body && (
        <>
          <h1>
            {body.method} #{body.id}
          </h1>
          <p class="facts">
            <Time at={body.at} hasSeconds /> · {body.address}
          </p>
          {body.query && (
            <p class="facts lines" dir="ltr">
              ?{body.query}
            </p>
          )}
          <section class="section">
            <h2>{t('inspector_findings')}</h2>
            {body.findings.map((finding) => (
              <FindingPart key={finding.route} workspaceId={workspaceId} finding={finding} />
            ))}
            <p class="actions">
              <button type="button" onClick={reload}>
                {t('inspector_again')}
              </button>
            </p>
          </section>
          <section class="section">
            <h2>{t('request_headers')}</h2>
            <Facts facts={body.headers.map(({ name, value }) => [name, value] as const)} />
          </section>
          <section class="section">
            <h2>{t('delivery_body')}</h2>
            <Body request={body} />
          </section>
        </>
      )}
    </>
  );
}

function FindingPart({ workspaceId, finding }: { workspaceId: string; finding: Finding }) {
  const { outcome, topic, error, scheme, proof, source, details } = finding;
  const path =
    finding.route === 'signed'
      ? `/webhooks/v1/${workspaceId}/${source || '…'}`
      : `/api/v1/webhooks/generic/${workspaceId}?source=${source}`;
  return (
    <div class="row">
      <h3>
        {finding.route === 'signed' ? t('way_signed') : t('way_generic')}{' '}
        <Badge tone={outcome === 'refused' ? 'bad' : 'good'}>{t(`inspector_${outcome}`)}</Badge>
      </h3>
      <p class="facts lines" dir="ltr">
        POST {path}
      </p>
      <Facts
        facts={[
          [t('inspector_topic'), topic],
          [t('inspector_reason'), error],
          [t('inspector_proof'), scheme ? `${scheme}, ${proof}` : t('inspector_unsigned')],
        ]}
      />
      {Object.keys(details).length > 0 && <Json value={details} label={t('inspector_reason')} />}
    </div>
  );
}

function Body({ request }: { request: InspectedRequestDetail }) {
  if (request.bytes === null) return <p class="hint">{t('inspector_too_large')}</p>;
  if (request.bytes === 0) return <p class="hint">{t('inspector_no_body')}</p>;
  if (request.body_text !== null) return <Json value={request.body_text} label={t('delivery_body')} />;
  return (
    <>
      <p class="hint">{t('inspector_binary')}</p>
      <Json value={request.body_base64} label={t('delivery_body')} />
    </>
  );
}
