import type { ConnectionInput, ConnectionProblem, ConnectionTest, ConnectionView } from '../lib/messages.ts';
import { ConnectionForm } from './ConnectionForm.tsx';
import { ConnectionStatus } from './ConnectionStatus.tsx';
import { useEditing } from './use-editing.ts';

export interface ConnectionSettingsProps {
  connection: ConnectionView | null | 'loading';
  test: ConnectionTest | 'running' | null;
  saveProblem: ConnectionProblem | null;
  onConnect: (input: ConnectionInput) => void;
  onAllow: () => void;
  onTest: () => void;
}

/** The connection as it is, or the form to change it; the form alone where nothing is connected. */
export function ConnectionSettings({ connection, ...props }: ConnectionSettingsProps) {
  if (connection === 'loading') return <div class="section skeleton" aria-busy="true" />;
  if (connection === null)
    return <ConnectionForm connection={null} problem={props.saveProblem} onSave={props.onConnect} />;
  return <Connected connection={connection} {...props} />;
}

function Connected(props: ConnectionSettingsProps & { connection: ConnectionView }) {
  const editing = useEditing(props.connection, props.saveProblem);
  if (!editing.isOpen) return <ConnectionStatus {...props} onChange={editing.open} />;
  return (
    <ConnectionForm
      connection={props.connection}
      problem={editing.hasSaved ? props.saveProblem : null}
      onSave={(input) => {
        editing.noteSave();
        props.onConnect(input);
      }}
      onCancel={editing.close}
    />
  );
}
