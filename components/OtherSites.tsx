import type { OptionalSiteView } from '../lib/messages.ts';
import { t } from '../lib/i18n/translate.ts';

export interface OtherSitesProps {
  sites: readonly OptionalSiteView[];
  onSwitch: (site: OptionalSiteView, isOn: boolean) => void;
}

/** Sites that are off until somebody wants them; folded, because most people never will. */
export function OtherSites({ sites, onSwitch }: OtherSitesProps) {
  if (sites.length === 0) return null;
  const on = sites.filter(({ isOn }) => isOn).map(({ name }) => name);
  return (
    <details class="section">
      <summary>
        <h2>{t('sites_heading')}</h2>
        <span class="soft">{on.length > 0 ? on.join(', ') : t('sites_none')}</span>
      </summary>
      <p class="soft">{t('sites_hint')}</p>
      {sites.map((site) => (
        <label key={site.id} class="choice">
          <input
            type="checkbox"
            checked={site.isOn}
            onChange={({ currentTarget }) => onSwitch(site, currentTarget.checked)}
          />
          <span>{site.name}</span>
        </label>
      ))}
    </details>
  );
}
