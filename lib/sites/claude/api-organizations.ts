import type { ApiClient } from '../api-client.ts';
import type { Answer } from '../api-refusal.ts';
import { isRecord, listOf, recordsOf, textOf } from '../api-values.ts';

/** The organisation whose chats the page shows. */
const LAST_ACTIVE = /(?:^|;\s*)lastActiveOrg=([\w-]+)/;

/** The ids of all organisations of the user that can hold chats, the likeliest first. */
export async function chatOrganizations(client: ApiClient, cookie: string): Promise<Answer<string[]>> {
  const active = LAST_ACTIVE.exec(cookie)?.[1];
  const answer = await client.json('/api/organizations');
  // Without the list the one in the cookie is as good as known.
  if (!answer.ok && answer.reason === 'no_route' && active) return { ok: true, value: [active] };
  if (!answer.ok) return answer;
  const all = recordsOf(answer.value);
  const ids = all
    // One for the developer's API alone answers 404 to every chat.
    .filter(({ capabilities }) => !Array.isArray(capabilities) || listOf(capabilities).includes('chat'))
    .map(({ uuid }) => textOf(uuid))
    .filter(Boolean);
  if (ids.length === 0) {
    const detail = `${all.length} organisations, none with chats`;
    return { ok: false, reason: isRecord(answer.value) ? 'site_error' : 'endpoint_changed', detail };
  }
  return { ok: true, value: ids.toSorted((one, other) => Number(other === active) - Number(one === active)) };
}
