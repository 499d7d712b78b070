import { readFileSync } from 'node:fs';
import { JSDOM, VirtualConsole } from 'jsdom';

/** A saved page at an address. Its scripts do not run, and nothing is loaded. */
export function openPage(file: string, address: string): JSDOM {
  // A page's style sheets that jsdom does not understand are not this project's matter.
  return new JSDOM(readFileSync(file, 'utf8'), { url: address, virtualConsole: new VirtualConsole() });
}
