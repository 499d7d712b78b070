import { useEffect, useState } from 'preact/hooks';
import type { ConnectionInput, ConnectionProblem, ConnectionView } from '../lib/messages.ts';
import { t } from '../lib/i18n/translate.ts';

type Kind = ConnectionInput['kind'];
type Field = 'code' | 'text' | 'endpoint' | 'workspaceId' | 'secret';

/** Where `npm start` has its receiver. */
const USUAL_ENDPOINT = 'http://127.0.0.1:8787';

const FIELD_OF_PROBLEM: Record<ConnectionProblem, Field> = {
  not_a_connection_string: 'text',
  invalid_endpoint: 'endpoint',
  insecure_endpoint: 'endpoint',
  invalid_workspace: 'workspaceId',
  missing_secret: 'secret',
  invalid_secret: 'secret',
  not_a_code: 'code',
  code_refused: 'code',
  code_limited: 'code',
  code_unreachable: 'endpoint',
  code_not_a_receiver: 'endpoint',
  code_not_private: 'endpoint',
  code_not_permitted: 'endpoint',
};

/** What is being typed into the connection form, and which field the problem of the last save belongs to. */
export function useConnectionDraft(connection: ConnectionView | null, problem: ConnectionProblem | null) {
  const [kind, setKind] = useState<Kind>(connection ? 'fields' : 'code');
  const [text, setText] = useState('');
  const [code, setCode] = useState('');
  const [fields, setFields] = useState({
    endpoint: connection?.endpoint ?? '',
    workspaceId: connection?.workspaceId ?? '',
    secret: '',
  });
  const [codeEndpoint, setCodeEndpoint] = useState(connection?.endpoint ?? USUAL_ENDPOINT);
  const [shownProblem, setShownProblem] = useState(problem);
  useEffect(() => setShownProblem(problem), [problem]);
  const inputs: Record<Kind, ConnectionInput> = {
    code: { kind: 'code', endpoint: codeEndpoint, code },
    string: { kind: 'string', text },
    fields: { kind: 'fields', ...fields },
  };
  /** A new value takes the problem of the old one away. */
  const change =
    <T>(set: (value: T) => void) =>
    (value: T) => {
      setShownProblem(null);
      set(value);
    };

  return {
    kind,
    text,
    code,
    codeEndpoint,
    fields,
    input: inputs[kind],
    changeText: change(setText),
    changeCode: change(setCode),
    changeCodeEndpoint: change(setCodeEndpoint),
    changeFields: change((part: Partial<typeof fields>) => setFields({ ...fields, ...part })),
    changeKind: change(setKind),
    /** The same problem as before arrives as no change; saving again shows it again. */
    showProblemAgain: () => setShownProblem(problem),
    problemOf: (field: Field): string | null => {
      if (shownProblem === null) return null;
      const at = kind === 'string' ? 'text' : FIELD_OF_PROBLEM[shownProblem];
      return at === field ? t(`problem_${shownProblem}`) : null;
    },
  };
}
