import type { ComponentChildren } from 'preact';
import { t, type TextKey } from '../lib/i18n/translate.ts';
import type { Preferences } from '../lib/messages.ts';
import { AutomaticSettings } from './AutomaticSettings.tsx';
import { ConnectionSettings, type ConnectionSettingsProps } from './ConnectionSettings.tsx';
import { LabelSettings } from './LabelSettings.tsx';
import { PrivacySettings, type PrivacySettingsProps } from './PrivacySettings.tsx';
import { SettingsFile, type SettingsFileProps } from './SettingsFile.tsx';
import { SettingsNoticeBar, type SettingsNoticeBarProps } from './SettingsNoticeBar.tsx';
import { ShortcutSettings, type ShortcutSettingsProps } from './ShortcutSettings.tsx';
import { SiteSettings, type SiteSettingsProps } from './SiteSettings.tsx';

export interface SettingsViewProps extends ConnectionSettingsProps, SettingsFileProps, SettingsNoticeBarProps {
  /** `null` while they are being read. */
  preferences: Preferences | null;
  sites: readonly { id: string; name: string }[];
  optionalSites: SiteSettingsProps['optionalSites'];
  onSwitchSite: SiteSettingsProps['onSwitchSite'];
  shortcuts: ShortcutSettingsProps['shortcuts'];
  onChangeShortcuts: ShortcutSettingsProps['onChange'];
  onChange: (patch: Partial<Preferences>) => void;
  preview: PrivacySettingsProps['preview'];
  /** As `onChange`, for something that can be undone. */
  onRemove: (patch: Partial<Preferences>, name: string) => void;
}

const SECTIONS: readonly (readonly [string, TextKey])[] = [
  ['connection-heading', 'connection_heading'],
  ['automatic', 'automatic_heading'],
  ['labels', 'labels_heading'],
  ['privacy', 'privacy_heading'],
  ['sites', 'sites_all_heading'],
  ['shortcuts', 'shortcut_heading'],
  ['file', 'file_heading'],
];

/** Everything that can be set. What is changed is saved at once. */
export function SettingsView(props: SettingsViewProps) {
  return (
    <main class="settings" aria-busy={props.preferences === null}>
      <header>
        <h1>
          <img src="/icon/brainpost.svg" alt="" width="24" height="24" />
          Brainpost · {t('settings_heading')}
        </h1>
      </header>
      <nav aria-label={t('settings_contents')}>
        {SECTIONS.map(([id, title]) => (
          <a key={id} href={`#${id}`}>
            {t(title)}
          </a>
        ))}
      </nav>
      <div class="sections">
        <ConnectionSettings {...props} />
        {props.preferences ? <Sections {...props} preferences={props.preferences} /> : <Skeleton />}
        <ShortcutSettings shortcuts={props.shortcuts} onChange={props.onChangeShortcuts} />
        <SettingsFile {...props} />
      </div>
      <SettingsNoticeBar {...props} />
    </main>
  );
}

function Sections(props: SettingsViewProps & { preferences: Preferences }): ComponentChildren {
  const { preferences, sites, onChange, onRemove } = props;
  const allowApi = (siteId: string, isAllowed: boolean) => {
    const others = preferences.apiOff.filter((id) => id !== siteId);
    onChange({ apiOff: isAllowed ? others : [...others, siteId] });
  };
  return (
    <>
      <AutomaticSettings
        automatic={preferences.automatic}
        sites={sites.filter(({ id }) => props.optionalSites.every((site) => site.id !== id || site.isOn))}
        onChange={(automatic) => onChange({ automatic })}
        onRemove={(automatic, name) => onRemove({ automatic }, name)}
      />
      <LabelSettings
        labels={preferences.labels}
        sites={sites}
        onChange={(labels) => onChange({ labels })}
        onRemove={(labels, name) => onRemove({ labels }, name)}
      />
      <PrivacySettings
        redaction={preferences.redaction}
        actor={preferences.actor}
        renderOnly={preferences.renderOnly}
        preview={props.preview}
        onChange={onChange}
        onRemove={onRemove}
      />
      <SiteSettings
        {...props}
        apiSites={sites.filter(({ id }) => props.optionalSites.every((site) => site.id !== id))}
        apiOff={preferences.apiOff}
        onAllowApi={allowApi}
      />
    </>
  );
}

/** Keeps the place, so that nothing jumps when the settings are there. */
function Skeleton() {
  return <div class="section skeleton tall" />;
}
