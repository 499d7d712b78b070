import { TextField } from './TextField.tsx';
import { t } from '../lib/i18n/translate.ts';

interface Fields {
  endpoint: string;
  workspaceId: string;
  secret: string;
}

export interface ConnectionFieldsProps {
  fields: Fields;
  /** Whether a secret is stored that an empty field keeps. */
  hasStoredSecret: boolean;
  problemOf: (field: keyof Fields) => string | null;
  onChange: (part: Partial<Fields>) => void;
}

export function ConnectionFields({ fields, hasStoredSecret, problemOf, onChange }: ConnectionFieldsProps) {
  return (
    <>
      <TextField
        label={t('form_endpoint')}
        placeholder="http://127.0.0.1:8787"
        value={fields.endpoint}
        problem={problemOf('endpoint')}
        onInput={(endpoint) => onChange({ endpoint })}
      />
      <TextField
        label={t('form_workspace')}
        placeholder="ws_123"
        value={fields.workspaceId}
        problem={problemOf('workspaceId')}
        onInput={(workspaceId) => onChange({ workspaceId })}
      />
      <TextField
        label={t('form_secret')}
        placeholder={hasStoredSecret ? t('form_secret_stored') : ''}
        hint={hasStoredSecret ? t('form_secret_hint') : undefined}
        isSecret
        value={fields.secret}
        problem={problemOf('secret')}
        onInput={(secret) => onChange({ secret })}
      />
    </>
  );
}
