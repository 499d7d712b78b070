import { registerHooks } from 'node:module';
import { MUTATIONS } from './mutations.ts';

/** Breaks one file as it is loaded; nothing of it is in the code that ships. Before the first import of that file. */
export function installMutation(name: string): void {
  const mutation = MUTATIONS[name];
  if (!mutation) throw new Error(`no such mutation: ${name}`);
  registerHooks({
    load(url, context, nextLoad) {
      const loaded = nextLoad(url, context);
      if (!url.endsWith(`/lib/delivery/${mutation.file}`)) return loaded;
      const source = Buffer.from(loaded.source as Uint8Array).toString();
      if (!source.includes(mutation.find)) throw new Error(`${mutation.file} has no longer what "${name}" replaces`);
      return { ...loaded, source: source.replace(mutation.find, () => mutation.replace) };
    },
  });
}
