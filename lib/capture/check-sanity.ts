import type { Conversation } from '../sites/conversation.ts';

/** Words of the sites' own controls; an answer that holds one on a line of its own was cut out of the page wrongly. */
const CONTROL_WORDS =
  /^(?:Copy code|ChatGPT said:|You said:|Claude responded:.*|Show thinking|Regenerate response|Export to Sheets|Good response|Bad response)$/m;

/**
 * A last look at what was read, before it is sent: a redesign of the site can make a reader cut out the wrong thing
 * without failing.
 * @returns what is wrong, as a short text without any words of the page; `null` when nothing is
 */
export function findInsanity({ messages, reader }: Conversation): string | null {
  const answers = messages.filter(({ role }) => role === 'assistant');
  const prompts = messages.filter(({ role }) => role === 'user');
  if (prompts.length > 1 && answers.length === 0) return 'prompts without an answer';
  if (answers.length > 1 && prompts.length === 0 && messages.length === answers.length)
    return 'answers without a prompt';
  const empty = answers.filter(
    ({ content, reasoning, attachments }) => !content.trim() && !reasoning && !attachments?.length,
  );
  if (empty.length > 0) return `${empty.length} of ${answers.length} answers are empty`;
  // The API gives no words of controls, and people do talk about buttons: half of the answers is no coincidence.
  const spoilt = reader === 'dom' ? answers.filter(({ content }) => CONTROL_WORDS.test(content)) : [];
  if (spoilt.length > 0 && spoilt.length * 2 >= answers.length && answers.length > 1)
    return `controls in ${spoilt.length} answers`;
  return null;
}
