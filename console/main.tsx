import { render } from 'preact';
import { App } from './App.tsx';
import { followAddress } from './route.ts';
import { begin } from './session.ts';
import { speakLanguageOf } from './text.ts';

await speakLanguageOf(navigator.languages);
followAddress();
const root = document.getElementById('app');
if (root) render(<App />, root);
void begin();
