import { benchDelivery } from './delivery.ts';
import { benchIngress } from './ingress.ts';
import { benchOutgoing } from './outgoing.ts';
import { benchPopup } from './popup.ts';
import { benchReading } from './reading.ts';

/** `npm run bench [-- ingress|…]`: figures as ratios against a peer or a ceiling in the same run. Asserts nothing: machines differ. */
const BENCHES: Record<string, () => Promise<void>> = {
  delivery: benchDelivery,
  ingress: benchIngress,
  outgoing: benchOutgoing,
  popup: benchPopup,
  reading: benchReading,
};

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !(name in BENCHES));
if (unknown.length) {
  console.error(`No bench is called ${unknown.join(', ')}. There are: ${Object.keys(BENCHES).join(', ')}.`);
  process.exit(1);
}
for (const name of asked.length ? asked : Object.keys(BENCHES)) {
  console.log(`\n${name}`);
  await BENCHES[name]?.();
}
