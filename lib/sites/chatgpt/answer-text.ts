import { dollarMath } from '../../markdown/dollar-math.ts';
import type { Message } from '../../protocol/event.ts';
import type { ApiMessage } from './api-message.ts';
import { citationsOf, resolveMarkers } from './markers.ts';
import { markdownOf } from './parts.ts';
import { oldCitationsIn, referencesIn } from './references.ts';

/** What an answer says, its markers turned into links, and the sources it names. */
export function answerText(node: ApiMessage): Pick<Message, 'content' | 'citations'> {
  const references = referencesIn(node.metadata);
  const citations = citationsOf([...references, ...oldCitationsIn(node.metadata)]);
  const content = markdownOf(node, (part) => dollarMath(resolveMarkers(part, references)));
  return { content, ...(citations.length > 0 ? { citations } : {}) };
}
