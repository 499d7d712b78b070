import { useState } from 'preact/hooks';
import { TextField } from '../../../components/TextField.tsx';
import { workspacePath } from '../../api/client.ts';
import type { SampleAnswer } from '../../api/types.ts';
import { SelectField } from '../../forms/SelectField.tsx';
import { Badge } from '../../parts/Badge.tsx';
import { HeaderList } from '../../parts/HeaderList.tsx';
import { Json } from '../../parts/Json.tsx';
import { Problem } from '../../parts/Problem.tsx';
import { useAction } from '../../parts/use-action.ts';
import { addressOf } from '../../route.ts';
import { t } from '../../text.ts';

type Way = 'signed' | 'generic';

/** "Try it": one event through the real way in. */
export function SampleSection({ workspaceId }: { workspaceId: string }) {
  const [way, setWay] = useState<Way>('signed');
  const [source, setSource] = useState('sample');
  const [sent, setSent] = useState<SampleAnswer | null>(null);
  const action = useAction();
  const send = async () => {
    const answer = await action.run<SampleAnswer>('POST', workspacePath(workspaceId, 'samples'), {
      route: way,
      source,
    });
    setSent(answer.ok ? answer.body : null);
  };
  return (
    <>
      <h2>{t('sample')}</h2>
      <section class="section">
        <form
          class="form"
          onSubmit={(event) => {
            event.preventDefault();
            void send();
          }}
        >
          <p class="hint">{t('sample_hint')}</p>
          <SelectField
            label={t('sample_way')}
            value={way}
            options={[
              ['signed', t('way_signed')],
              ['generic', t('way_generic')],
            ]}
            onChange={setWay}
          />
          <TextField label={t('source')} value={source} onInput={setSource} />
          <Problem refusal={action.refusal} />
          <p>
            <button type="submit" disabled={action.isBusy}>
              {t('sample_send')}
            </button>
          </p>
        </form>
        {sent && <Sent workspaceId={workspaceId} sent={sent} />}
      </section>
    </>
  );
}

function Sent({ workspaceId, sent }: { workspaceId: string; sent: SampleAnswer }) {
  const isTaken = sent.status < 300;
  return (
    <div role="status" class="form">
      <h3>
        {t('sample_answer')} <Badge tone={isTaken ? 'good' : 'bad'}>{sent.status}</Badge>
      </h3>
      <Json value={sent.answer} label={t('sample_answer')} />
      {isTaken && (
        <p>
          <a href={addressOf(workspaceId, ['inbox'])}>{t('sample_look')}</a>
        </p>
      )}
      <details>
        <summary>{t('sample_request')}</summary>
        <div class="form">
          <p class="facts lines" dir="ltr">
            POST {sent.path}
          </p>
          <HeaderList headers={sent.headers} />
          <Json value={sent.body} label={t('delivery_body')} />
        </div>
      </details>
    </div>
  );
}
