import type { ConnectionTest, ConnectionView } from '../lib/messages.ts';
import { Icon } from './Icon.tsx';
import { describeTest } from './describe-test.ts';
import { t } from '../lib/i18n/translate.ts';

export interface ConnectionStatusProps {
  connection: ConnectionView;
  test: ConnectionTest | 'running' | null;
  onAllow: () => void;
  onTest: () => void;
  onChange: () => void;
}

export function ConnectionStatus({ connection, test, onAllow, onTest, onChange }: ConnectionStatusProps) {
  const isRunning = test === 'running';
  return (
    <section class="section" aria-labelledby="connection-heading">
      <h2 id="connection-heading">{t('connection_heading')}</h2>
      {!connection.permitted && (
        <div class="notice">
          <p>{t('connection_not_permitted')}</p>
          <button type="button" class="primary" onClick={onAllow}>
            {t('connection_allow')}
          </button>
        </div>
      )}
      <dl>
        <dt>{t('form_endpoint')}</dt>
        <dd dir="ltr">{connection.endpoint}</dd>
        <dt>{t('form_workspace')}</dt>
        <dd dir="ltr">{connection.workspaceId}</dd>
      </dl>
      <div class="actions">
        <button type="button" aria-disabled={isRunning} onClick={() => !isRunning && onTest()}>
          {t('connection_test')}
        </button>
        <button type="button" onClick={onChange}>
          {t('connection_change')}
        </button>
      </div>
      <div role="status">{test !== null && <TestResult test={test} />}</div>
    </section>
  );
}

function TestResult({ test }: { test: ConnectionTest | 'running' }) {
  if (test === 'running') return <p class="state">{t('connection_testing')}</p>;
  return (
    <p class="state" data-tone={test.ok ? 'good' : 'bad'}>
      <Icon name={test.ok ? 'check' : 'alert'} />
      <span>{describeTest(test)}</span>
    </p>
  );
}
