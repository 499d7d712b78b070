import { useEffect, useState } from 'preact/hooks';
import type { ConnectionInput, ConnectionProblem, ConnectionView } from '../lib/messages.ts';
import { t } from '../lib/i18n/translate.ts';

type Field = 'text' | 'endpoint' | 'workspaceId' | 'secret';

const FIELD_OF_PROBLEM: Record<ConnectionProblem, Field> = {
  not_a_connection_string: 'text',
  invalid_endpoint: 'endpoint',
  insecure_endpoint: 'endpoint',
  invalid_workspace: 'workspaceId',
  missing_secret: 'secret',
  invalid_secret: 'secret',
};

/** What is being typed into the connection form, and which field the problem of the last save belongs to. */
export function useConnectionDraft(connection: ConnectionView | null, problem: ConnectionProblem | null) {
  const [kind, setKind] = useState<ConnectionInput['kind']>(connection ? 'fields' : 'string');
  const [text, setText] = useState('');
  const [fields, setFields] = useState({
    endpoint: connection?.endpoint ?? '',
    workspaceId: connection?.workspaceId ?? '',
    secret: '',
  });
  const [shownProblem, setShownProblem] = useState(problem);
  useEffect(() => setShownProblem(problem), [problem]);
  const input: ConnectionInput = kind === 'string' ? { kind, text } : { kind, ...fields };

  return {
    kind,
    text,
    fields,
    input,
    changeText: (value: string) => {
      setShownProblem(null);
      setText(value);
    },
    changeFields: (part: Partial<typeof fields>) => {
      setShownProblem(null);
      setFields({ ...fields, ...part });
    },
    changeKind: () => {
      setShownProblem(null);
      setKind(kind === 'string' ? 'fields' : 'string');
    },
    /** The same problem as before arrives as no change; saving again shows it again. */
    showProblemAgain: () => setShownProblem(problem),
    problemOf: (field: Field): string | null => {
      if (shownProblem === null) return null;
      const at = kind === 'string' ? 'text' : FIELD_OF_PROBLEM[shownProblem];
      return at === field ? t(`problem_${shownProblem}`) : null;
    },
  };
}
