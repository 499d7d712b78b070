import 'fake-indexeddb/auto';
import { speak } from '../lib/i18n/translate.ts';
import english from '../public/_locales/en/messages.json' with { type: 'json' };

const texts: Readonly<Record<string, { message: string }>> = english;
speak({ tag: 'en', text: (key) => texts[key]?.message ?? '' });
