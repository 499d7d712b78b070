import { t } from '../lib/i18n/translate.ts';
import type { OptionalSiteView } from '../lib/messages.ts';
import { Choice } from './Choice.tsx';
import { SettingsSection } from './SettingsSection.tsx';

export interface SiteSettingsProps {
  optionalSites: readonly OptionalSiteView[];
  /** Those whose own API can be asked. */
  apiSites: readonly { id: string; name: string }[];
  apiOff: readonly string[];
  onSwitchSite: (site: OptionalSiteView, isOn: boolean) => void;
  onAllowApi: (siteId: string, isAllowed: boolean) => void;
}

export function SiteSettings(props: SiteSettingsProps) {
  return (
    <SettingsSection id="sites" title={t('sites_all_heading')} hint={t('page_use_api_hint')}>
      {props.apiSites.map(({ id, name }) => (
        <Choice
          key={id}
          label={t('page_use_api', { site: name })}
          isOn={!props.apiOff.includes(id)}
          onChange={(isOn) => props.onAllowApi(id, isOn)}
        />
      ))}
      <h3>{t('sites_heading')}</h3>
      <p class="soft">{t('sites_hint')}</p>
      <div class="columns">
        {props.optionalSites.map((site) => (
          <Choice
            key={site.id}
            label={site.name}
            isOn={site.isOn}
            onChange={(isOn) => props.onSwitchSite(site, isOn)}
          />
        ))}
      </div>
    </SettingsSection>
  );
}
