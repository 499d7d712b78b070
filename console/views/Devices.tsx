import { t } from '../text.ts';
import type { ViewProps } from '../views.tsx';
import { DeviceSection } from './devices/DeviceSection.tsx';
import { SigningKeySection } from './devices/SigningKeySection.tsx';
import { TokenSection } from './devices/TokenSection.tsx';

/** Whatever is let in: browsers, keys that sign, tokens of the API. */
export function Devices({ workspaceId }: ViewProps) {
  return (
    <>
      <h1>{t('devices')}</h1>
      <DeviceSection workspaceId={workspaceId} />
      <SigningKeySection workspaceId={workspaceId} />
      <TokenSection workspaceId={workspaceId} />
    </>
  );
}
