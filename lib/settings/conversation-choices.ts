import type { ConversationChoice } from '../messages.ts';
import { type ConversationRef, conversationDatabase, conversationKey, dropSurplus } from './conversation-database.ts';

const MAX_CHOICES = 20_000;

export async function loadChoice(of: ConversationRef): Promise<ConversationChoice | null> {
  const stored = await (await conversationDatabase()).get('choices', await conversationKey(of));
  return stored?.choice ?? null;
}

/** @param choice `null` forgets it */
export async function storeChoice(
  of: ConversationRef,
  choice: ConversationChoice | null,
  { nowMs, max = MAX_CHOICES }: { nowMs: number; max?: number },
): Promise<void> {
  const key = await conversationKey(of);
  const tx = (await conversationDatabase()).transaction('choices', 'readwrite');
  if (choice === null) await tx.store.delete(key);
  else await tx.store.put({ choice, usedAtMs: nowMs }, key);
  await dropSurplus(tx.store, max);
  await tx.done;
}

export async function forgetChoices(): Promise<void> {
  await (await conversationDatabase()).clear('choices');
}
