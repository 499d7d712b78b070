import type { ConnectionTest, ConnectionView } from '../lib/messages.ts';
import { Icon } from './Icon.tsx';
import { describeTest, STATUS_WORDS } from './words.ts';

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
      <h2 id="connection-heading">{STATUS_WORDS.heading}</h2>
      {!connection.permitted && (
        <div class="notice">
          <p>{STATUS_WORDS.notPermitted}</p>
          <button type="button" class="primary" onClick={onAllow}>
            {STATUS_WORDS.allow}
          </button>
        </div>
      )}
      <dl>
        <dt>{STATUS_WORDS.endpoint}</dt>
        <dd dir="ltr">{connection.endpoint}</dd>
        <dt>{STATUS_WORDS.workspace}</dt>
        <dd dir="ltr">{connection.workspaceId}</dd>
      </dl>
      <div class="actions">
        <button type="button" aria-disabled={isRunning} onClick={() => !isRunning && onTest()}>
          {STATUS_WORDS.test}
        </button>
        <button type="button" onClick={onChange}>
          {STATUS_WORDS.change}
        </button>
      </div>
      <div role="status">{test !== null && <TestResult test={test} />}</div>
    </section>
  );
}

function TestResult({ test }: { test: ConnectionTest | 'running' }) {
  if (test === 'running') return <p class="state">{STATUS_WORDS.testing}</p>;
  return (
    <p class="state" data-tone={test.ok ? 'good' : 'bad'}>
      <Icon name={test.ok ? 'check' : 'alert'} />
      <span>{describeTest(test)}</span>
    </p>
  );
}
