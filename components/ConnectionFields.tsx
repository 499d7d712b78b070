import { TextField } from './TextField.tsx';
import { FORM_WORDS } from './words.ts';

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
        label={FORM_WORDS.endpoint}
        placeholder={FORM_WORDS.endpointExample}
        value={fields.endpoint}
        problem={problemOf('endpoint')}
        onInput={(endpoint) => onChange({ endpoint })}
      />
      <TextField
        label={FORM_WORDS.workspace}
        placeholder={FORM_WORDS.workspaceExample}
        value={fields.workspaceId}
        problem={problemOf('workspaceId')}
        onInput={(workspaceId) => onChange({ workspaceId })}
      />
      <TextField
        label={FORM_WORDS.secret}
        placeholder={hasStoredSecret ? FORM_WORDS.secretStored : ''}
        hint={hasStoredSecret ? FORM_WORDS.secretHint : undefined}
        isSecret
        value={fields.secret}
        problem={problemOf('secret')}
        onInput={(secret) => onChange({ secret })}
      />
    </>
  );
}
