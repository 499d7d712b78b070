import type { ComponentChildren } from 'preact';
import type {
  ConnectionInput,
  ConnectionProblem,
  ConnectionTest,
  ConnectionView,
  LabelsView,
  OptionalSiteView,
  PageState,
  Preferences,
  QueueOverview,
} from '../lib/messages.ts';
import { ConnectionForm } from './ConnectionForm.tsx';
import { ConnectionStatus } from './ConnectionStatus.tsx';
import { CurrentPage } from './CurrentPage.tsx';
import { LabelEditor } from './LabelEditor.tsx';
import { OtherSites } from './OtherSites.tsx';
import { RecentDeliveries } from './RecentDeliveries.tsx';
import { ToolIcon } from './ToolIcon.tsx';
import { useEditing } from './use-editing.ts';
import { t } from '../lib/i18n/translate.ts';

export interface PopupProps {
  connection: ConnectionView | null | 'loading';
  page: PageState | null | 'loading';
  /** `null` where no conversation is shown. */
  labels: LabelsView | null;
  onChangeLabels: (labels: string[], alsoOfSite?: boolean) => void;
  queue: QueueOverview | null;
  test: ConnectionTest | 'running' | null;
  optionalSites: readonly OptionalSiteView[];
  preferences: Pick<Preferences, 'apiOff'> | null;
  saveProblem: ConnectionProblem | null;
  /** UNIX milliseconds. */
  nowMs: number;
  onSave: (input: ConnectionInput) => void;
  onAllow: () => void;
  onTest: () => void;
  onSend: () => void;
  onSwitchSite: (site: OptionalSiteView, isOn: boolean) => void;
  reportCopied: boolean;
  onCopyReport: () => void;
  onAllowApi: (siteId: string, isAllowed: boolean) => void;
  onRetry: () => void;
  onShowAll: () => void;
  onOpenSettings: () => void;
  /** Where the browser has a panel beside the page. */
  onOpenPanel?: (() => void) | null;
  /** What the panel has more of the page. */
  children?: ComponentChildren;
}

/** The whole popup. Without a connection, connecting comes first; with one that may not be used, allowing it. */
export function Popup(props: PopupProps) {
  const { connection } = props;
  return (
    <main class="popup" aria-busy={connection === 'loading'}>
      <h1>
        <img src="/icon/brainpost.svg" alt="" width="20" height="20" />
        Brainpost
        {props.onOpenPanel && (
          <button type="button" class="quiet tool" aria-label={t('panel_open')} onClick={props.onOpenPanel}>
            <ToolIcon name="panel" />
          </button>
        )}
        <button type="button" class="quiet tool" aria-label={t('settings_heading')} onClick={props.onOpenSettings}>
          <ToolIcon name="gear" />
        </button>
      </h1>
      {connection === 'loading' ? (
        <p class="section soft">{t('loading')}</p>
      ) : connection === null ? (
        <Unconnected {...props} />
      ) : (
        <Connected {...props} connection={connection} />
      )}
    </main>
  );
}

function Unconnected({ saveProblem, onSave, queue, nowMs, onRetry, onShowAll }: PopupProps) {
  return (
    <>
      <ConnectionForm connection={null} problem={saveProblem} onSave={onSave} />
      {queue && queue.recent.length > 0 && (
        <RecentDeliveries queue={queue} nowMs={nowMs} onRetry={onRetry} onShowAll={onShowAll} />
      )}
    </>
  );
}

function Connected(props: PopupProps & { connection: ConnectionView }) {
  const { connection, page } = props;
  const editing = useEditing(connection, props.saveProblem);
  const status = <ConnectionPart key="connection" editing={editing} {...props} />;
  const isFirst = editing.isOpen || !connection.permitted;
  return (
    <>
      {isFirst && status}
      <CurrentPage
        key="page"
        page={page}
        preferences={props.preferences}
        onSend={props.onSend}
        reportCopied={props.reportCopied}
        onCopyReport={props.onCopyReport}
        onAllowApi={props.onAllowApi}
      />
      {props.labels && typeof page === 'object' && page && (
        <LabelEditor
          key="labels"
          view={props.labels}
          siteName={page.siteName}
          onChange={props.onChangeLabels}
          onUseForSite={() => props.onChangeLabels(props.labels?.labels ?? [], true)}
        />
      )}
      {props.children}
      <RecentDeliveries
        key="queue"
        queue={props.queue}
        nowMs={props.nowMs}
        knownReason={connection.permitted ? null : 'permission_missing'}
        onRetry={props.onRetry}
        onShowAll={props.onShowAll}
      />
      {!isFirst && status}
      <OtherSites key="sites" sites={props.optionalSites} onSwitch={props.onSwitchSite} />
    </>
  );
}

type ConnectionPartProps = PopupProps & { connection: ConnectionView; editing: ReturnType<typeof useEditing> };

function ConnectionPart({ connection, editing, saveProblem, ...props }: ConnectionPartProps) {
  if (!editing.isOpen) {
    return (
      <ConnectionStatus
        connection={connection}
        test={props.test}
        onAllow={props.onAllow}
        onTest={props.onTest}
        onChange={editing.open}
      />
    );
  }
  const save = (input: ConnectionInput) => {
    editing.noteSave();
    props.onSave(input);
  };
  return (
    <ConnectionForm
      connection={connection}
      problem={editing.hasSaved ? saveProblem : null}
      onSave={save}
      onCancel={editing.close}
    />
  );
}
