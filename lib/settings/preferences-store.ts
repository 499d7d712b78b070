import { storage } from 'wxt/utils/storage';
import { z } from 'zod';
import type { Preferences } from '../messages.ts';

const preferencesSchema = z.object({
  apiOff: z.array(z.string()).default([]),
}) satisfies z.ZodType<Preferences>;

const item = storage.defineItem<unknown>('local:preferences');

export async function loadPreferences(): Promise<Preferences> {
  return preferencesSchema.parse((await item.getValue()) ?? {});
}

export async function storePreferences(preferences: Preferences): Promise<void> {
  await item.setValue(preferencesSchema.parse(preferences));
}
