import { t } from '../lib/i18n/translate.ts';
import type { ConnectionTest, ConnectionView } from '../lib/messages.ts';
import { CHECKS, checkStates, type CheckState } from './connection-checks.ts';
import { describeTest } from './describe-test.ts';
import { Icon, type IconName } from './Icon.tsx';

export interface ConnectionChecksProps {
  connection: ConnectionView;
  test: ConnectionTest | 'running' | null;
  onAllow: () => void;
  onTest: () => void;
}

const LOOK: Record<CheckState, { icon: IconName; tone?: 'good' | 'bad' }> = {
  open: { icon: 'dot' },
  running: { icon: 'progress' },
  good: { icon: 'check', tone: 'good' },
  bad: { icon: 'alert', tone: 'bad' },
};

/** What the signed test event has shown so far, check by check. */
export function ConnectionChecks({ connection, test, onAllow, onTest }: ConnectionChecksProps) {
  const states = checkStates(connection, test);
  const hasFailed = test !== null && test !== 'running' && !test.ok;
  return (
    <>
      <div role="status">
        <ul class="checks">
          {CHECKS.map((check, at) => {
            const state = states[at] ?? 'open';
            return (
              <li key={check} class="state" data-tone={LOOK[state].tone}>
                <Icon name={LOOK[state].icon} />
                <span>
                  {t(`check_${check}`)}
                  <span class="unseen"> – {t(`check_state_${state}`)}</span>
                </span>
              </li>
            );
          })}
        </ul>
      </div>
      {hasFailed && connection.permitted && <p class="notice">{describeTest(test)}</p>}
      {!connection.permitted && <p class="notice">{t('connection_not_permitted')}</p>}
      <div class="actions">
        {!connection.permitted && (
          <button type="button" class="primary" onClick={onAllow}>
            {t('connection_allow')}
          </button>
        )}
        {hasFailed && connection.permitted && (
          <button type="button" class="primary" onClick={onTest}>
            {t('welcome_test_again')}
          </button>
        )}
      </div>
    </>
  );
}
