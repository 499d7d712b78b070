import { t } from '../text.ts';
import type { ViewProps } from '../views.tsx';
import { SourceSection } from './workspace/SourceSection.tsx';
import { WorkspaceSection } from './workspace/WorkspaceSection.tsx';

/** What holds for the workspace, and for each source that sends to it. */
export function Settings({ workspaceId }: ViewProps) {
  return (
    <>
      <h1>{t('settings')}</h1>
      <WorkspaceSection workspaceId={workspaceId} />
      <SourceSection workspaceId={workspaceId} />
    </>
  );
}
