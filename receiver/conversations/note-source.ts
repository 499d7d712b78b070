/** Names as their makers write them. Others are shown with a capital. */
const NAMES: Readonly<Record<string, string>> = {
  aistudio: 'AI Studio',
  chatgpt: 'ChatGPT',
  claude: 'Claude',
  copilot: 'Copilot',
  deepseek: 'DeepSeek',
  gemini: 'Gemini',
  grok: 'Grok',
  mistral: 'Mistral',
  perplexity: 'Perplexity',
};

/** Name of a source for people: of the folder its notes lie in, and of the one who answers in them. */
export function sourceName(source: string): string {
  const known = Object.hasOwn(NAMES, source) ? NAMES[source] : undefined;
  const words = source.replace(/[_-]+/g, ' ').trim();
  return known ?? (words.charAt(0).toUpperCase() + words.slice(1) || 'Other');
}
