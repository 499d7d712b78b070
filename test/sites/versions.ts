import type { Chat, SimMessage } from './chat.ts';

/** "2/3" with arrows, where a message has been edited or written again. */
export function versionButtons(chat: Chat, message: SimMessage): string {
  const versions = chat.childrenOf(message.parentId);
  if (versions.length < 2) return '';
  const place = versions.indexOf(message);
  const arrow = (step: number, label: string) => {
    const target = versions[place + step];
    return target
      ? `<button type="button" aria-label="${label} response" data-do="switch" data-target="${target.id}"></button>`
      : `<button type="button" aria-label="${label} response" disabled></button>`;
  };
  return `<div class="versions">${arrow(-1, 'Previous')}<button type="button" disabled>${place + 1}/${versions.length}</button>${arrow(1, 'Next')}</div>`;
}
