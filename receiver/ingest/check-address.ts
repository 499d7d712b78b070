import type { Source } from '../store/source-store.ts';
import { isInSubnets, parseSubnets } from '../webhooks/target-addresses.ts';
import { type Refusal, refuseVerified } from './refusal.ts';

/**
 * @param address of the sender; `null` where nobody is asked, as with a request that lies in a file
 * @returns `address_not_allowed` when the source sends from others alone
 */
export function checkAddress(known: Source | null, address: string | null): Refusal | null {
  if (address === null || !known?.allowedAddresses) return null;
  const parsed = parseSubnets(known.allowedAddresses.join(','));
  return parsed.ok && isInSubnets(address, parsed.subnets) ? null : refuseVerified('address_not_allowed');
}
