import { type ConsoleTextKey, t } from '../text.ts';

const TEXTS: Readonly<Record<string, ConsoleTextKey>> = {
  address_not_allowed: 'error_address_not_allowed',
  answer_too_long: 'error_answer_too_long',
  certificate: 'error_certificate',
  connection_refused: 'error_connection_refused',
  connection_closed: 'error_connection_closed',
  content_gone: 'error_content_gone',
  network: 'error_network',
  empty_answer: 'error_empty_answer',
  event_gone: 'error_event_gone',
  incomplete_answer: 'error_incomplete_answer',
  interrupted: 'error_interrupted',
  invalid_answer: 'error_invalid_answer',
  key_refused: 'error_key_refused',
  name_not_found: 'error_name_not_found',
  not_found: 'error_not_found',
  rate_limited: 'error_rate_limited',
  request_refused: 'error_request_refused',
  server_error: 'error_server_error',
  timeout: 'error_timeout',
};

/** What an attempt failed of, in words where there are some. */
export function describeError(code: string): string {
  const key = TEXTS[code];
  return key ? t(key) : code;
}
