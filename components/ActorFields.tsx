import { useState } from 'preact/hooks';
import { t } from '../lib/i18n/translate.ts';
import type { Preferences } from '../lib/messages.ts';
import { TextField } from './TextField.tsx';

type Actor = Preferences['actor'];

export interface ActorFieldsProps {
  actor: Actor;
  onChange: (actor: Actor) => void;
}

/** As in `lib/settings/preferences.ts`, which has the last word. */
const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;

/** Who the events are from. What is half typed is not saved. */
export function ActorFields({ actor, onChange }: ActorFieldsProps) {
  const [draft, setDraft] = useState(actor);
  const isEmail = draft.email === '' || EMAIL.test(draft.email.trim());
  const change = (part: Partial<Actor>) => {
    const wanted = { ...draft, ...part };
    setDraft(wanted);
    const email = wanted.email.trim();
    if (email === '' || EMAIL.test(email)) onChange({ id: wanted.id.trim(), email });
  };
  return (
    <div class="pair">
      <TextField label={t('privacy_actor_id')} value={draft.id} problem={null} onInput={(id) => change({ id })} />
      <TextField
        label={t('privacy_actor_email')}
        value={draft.email}
        problem={isEmail ? null : t('preference_invalid_email')}
        onInput={(email) => change({ email })}
      />
    </div>
  );
}
