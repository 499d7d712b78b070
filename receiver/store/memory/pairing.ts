import type { PairingStore } from '../pairing-store.ts';
import type { MemoryContext } from './context.ts';
import { addKey } from './keys.ts';

export function createPairingStore({ tables, run }: MemoryContext): PairingStore {
  const { pairingCodes, workspaces } = tables;
  return {
    createPairingCode: (code, now) =>
      run(() => {
        if (!workspaces.has(code.workspaceId)) return { ok: false, reason: 'no_workspace' };
        for (const { id, expiresAt } of pairingCodes.values()) if (expiresAt <= now) pairingCodes.delete(id);
        pairingCodes.set(code.id, code);
        return { ok: true };
      }),
    listLivePairingCodes: (now) => run(() => [...pairingCodes.values()].filter(({ expiresAt }) => expiresAt > now)),
    redeemPairingCode: (id, key) =>
      run(() => {
        const code = pairingCodes.get(id);
        if (!code || code.expiresAt <= key.createdAt) return { ok: false, reason: 'no_code' };
        const added = addKey(tables, key);
        if (added.ok) pairingCodes.delete(id);
        return added;
      }),
  };
}
