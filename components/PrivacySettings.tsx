import { t } from '../lib/i18n/translate.ts';
import type { Preferences, RedactionPreferences, RedactionPreset, RedactionPreview } from '../lib/messages.ts';
import { ActorFields } from './ActorFields.tsx';
import { Choice } from './Choice.tsx';
import { EntryList } from './EntryList.tsx';
import { NewPattern } from './NewPattern.tsx';
import { RedactionTrial } from './RedactionTrial.tsx';
import { SettingsSection } from './SettingsSection.tsx';

export interface PrivacySettingsProps {
  redaction: RedactionPreferences;
  actor: Preferences['actor'];
  renderOnly: boolean;
  /** What the preferences would make of a text. */
  preview: (text: string, redaction: RedactionPreferences) => Promise<RedactionPreview>;
  onChange: (patch: Partial<Preferences>) => void;
  /** As `onChange`, for something that can be undone. */
  onRemove: (patch: Partial<Preferences>, name: string) => void;
}

const PRESETS = ['email', 'phone', 'card', 'iban', 'ip', 'secret'] as const satisfies readonly RedactionPreset[];

/** What is kept from the receiver, and what it may keep. */
export function PrivacySettings({ redaction, actor, renderOnly, ...props }: PrivacySettingsProps) {
  const { preview, onChange, onRemove } = props;
  const { presets, patterns, inCode } = redaction;
  const setPreset = (preset: RedactionPreset, isOn: boolean) => {
    const others = presets.filter((one) => one !== preset);
    onChange({ redaction: { ...redaction, presets: isOn ? [...others, preset] : others } });
  };
  return (
    <SettingsSection id="privacy" title={t('privacy_heading')} hint={t('privacy_hint')}>
      <div class="columns">
        {PRESETS.map((preset) => (
          <Choice
            key={preset}
            label={t(`privacy_${preset}`)}
            isOn={presets.includes(preset)}
            onChange={(isOn) => setPreset(preset, isOn)}
          />
        ))}
      </div>
      <h3>{t('privacy_patterns')}</h3>
      <EntryList
        names={patterns.map(({ name, pattern }) => `${name}: ${pattern}`)}
        empty={t('privacy_patterns_empty')}
        onRemove={(at) =>
          onRemove({ redaction: { ...redaction, patterns: patterns.toSpliced(at, 1) } }, patterns[at]?.name ?? '')
        }
      />
      <NewPattern
        redaction={redaction}
        preview={preview}
        onAdd={(pattern) => onChange({ redaction: { ...redaction, patterns: [...patterns, pattern] } })}
      />
      <Choice
        label={t('privacy_in_code')}
        hint={t('privacy_in_code_hint')}
        isOn={inCode}
        onChange={(isOn) => onChange({ redaction: { ...redaction, inCode: isOn } })}
      />
      <RedactionTrial redaction={redaction} preview={preview} />
      <h3>{t('privacy_actor')}</h3>
      <p class="soft">{t('privacy_actor_hint')}</p>
      <ActorFields actor={actor} onChange={(changed) => onChange({ actor: changed })} />
      <h3>{t('privacy_receiver')}</h3>
      <Choice
        label={t('privacy_render_only')}
        hint={t('privacy_render_only_hint')}
        isOn={renderOnly}
        onChange={(isOn) => onChange({ renderOnly: isOn })}
      />
      <p>
        <a class="link" href="/sent.html">
          {t('sent_heading')}
        </a>
      </p>
    </SettingsSection>
  );
}
