import type { Webhook } from '../../api/types.ts';
import { linesOf } from '../../forms/LinesField.tsx';
import { t } from '../../text.ts';

/** A webhook as it is typed. */
export interface WebhookDraft {
  name: string;
  url: string;
  eventTypes: string;
  description: string;
  timeoutSeconds: number | null;
  ratePerMinute: number | null;
  /** `Name: value` in lines. Of a webhook that is there they are not told; nothing typed leaves them as they are. */
  headers: string;
  /** JSON, or nothing. */
  fields: string;
  ordered: boolean;
}

export const EMPTY_DRAFT: WebhookDraft = {
  name: '',
  url: '',
  eventTypes: 'chat.*',
  description: '',
  timeoutSeconds: 30,
  ratePerMinute: 0,
  headers: '',
  fields: '',
  ordered: false,
};

export function toDraft(webhook: Webhook): WebhookDraft {
  return {
    name: webhook.name,
    url: webhook.url,
    eventTypes: webhook.event_types.join('\n'),
    description: webhook.description,
    timeoutSeconds: webhook.timeout_seconds,
    ratePerMinute: webhook.rate_per_minute,
    headers: '',
    fields: webhook.fields === null ? '' : JSON.stringify(webhook.fields),
    ordered: webhook.ordered,
  };
}

type ReadDraft = { ok: true; body: object } | { ok: false; message: string };

/** What the API takes, or what is wrong with it; all else the receiver says. */
export function readDraft(draft: WebhookDraft): ReadDraft {
  const headers: [string, string][] = [];
  for (const line of linesOf(draft.headers)) {
    const colon = line.indexOf(':');
    if (colon < 1) return { ok: false, message: t('headers_wrong', { line }) };
    headers.push([line.slice(0, colon).trim(), line.slice(colon + 1).trim()]);
  }
  const fields = readFields(draft.fields.trim());
  if (fields === undefined) return { ok: false, message: t('fields_wrong') };
  const { name, url, description, ordered, timeoutSeconds, ratePerMinute } = draft;
  return {
    ok: true,
    body: {
      name,
      url: url.trim(),
      event_types: linesOf(draft.eventTypes),
      description,
      timeout_seconds: timeoutSeconds ?? EMPTY_DRAFT.timeoutSeconds,
      rate_per_minute: ratePerMinute ?? 0,
      ...(headers.length > 0 && { headers: Object.fromEntries(headers) }),
      fields,
      ordered,
    },
  };
}

/** @returns `undefined` for what is no JSON */
function readFields(text: string): unknown {
  if (text === '') return null;
  try {
    return JSON.parse(text);
  } catch {
    return undefined; // the person is told
  }
}
