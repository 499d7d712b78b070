import type { Match } from '../span.ts';
import { PRIVATE_KEY, SECRETS_IN_CONTEXT, TOKEN_SHAPES } from './secret-shapes.ts';

const TOKENS = `(?<![A-Za-z0-9_-])(?:${Object.values(TOKEN_SHAPES).join('|')})`;
const SECRET = new RegExp([PRIVATE_KEY, TOKENS].join('|'), 'g');
const IN_CONTEXT = new RegExp(SECRETS_IN_CONTEXT.join('|'), 'gi');

export function findSecrets(text: string): Match[] {
  return [...text.matchAll(SECRET), ...text.matchAll(IN_CONTEXT)].map(({ 0: value, index }) => ({
    start: index,
    end: index + value.length,
    value,
  }));
}
