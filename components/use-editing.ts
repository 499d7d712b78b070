import { useEffect, useState } from 'preact/hooks';
import type { ConnectionProblem, ConnectionView } from '../lib/messages.ts';

/** Whether the connection is being changed: from `open` until it is closed, or a save went well. */
export function useEditing(connection: ConnectionView, saveProblem: ConnectionProblem | null) {
  const [mode, setMode] = useState<'closed' | 'open' | 'saving'>('closed');
  useEffect(() => {
    if (mode === 'saving' && saveProblem === null) setMode('closed');
  }, [connection]);
  // The connection may be read anew between a save and its answer: then the form comes back with the problem.
  useEffect(() => {
    if (saveProblem !== null) setMode('saving');
  }, [saveProblem]);
  return {
    isOpen: mode !== 'closed',
    hasSaved: mode === 'saving',
    open: () => setMode('open'),
    close: () => setMode('closed'),
    noteSave: () => setMode('saving'),
  };
}
