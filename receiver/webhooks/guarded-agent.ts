import { lookup as dnsLookup, type LookupAddress } from 'node:dns';
import { type BlockList, isIP, type LookupFunction } from 'node:net';
import { Agent, buildConnector } from 'undici';
import { isAllowedAddress } from './target-addresses.ts';

/** A connection that was refused here, before anything was sent. */
export class AddressNotAllowed extends Error {
  override readonly name = 'AddressNotAllowed';
}

export type Resolve = (
  host: string,
  options: { all: true },
  done: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

/**
 * An HTTP client that reaches public addresses and what the operator listed. The address is checked when the connection is
 * made, after the name was looked up, and the connection goes to that very address: a name that points elsewhere a moment
 * later changes nothing.
 * @param options.resolve how names are looked up; the system's way by default
 */
export function createGuardedAgent(
  allowed: BlockList,
  options: { connectTimeoutMs: number; resolve?: Resolve },
): Agent {
  const { connectTimeoutMs, resolve = dnsLookup } = options;
  const connect = buildConnector({ timeout: connectTimeoutMs, lookup: guardLookup(allowed, resolve) });
  return new Agent({
    connect: (target, done) => {
      // Sockets look up names only: an address in the URL has to be checked here.
      const host = target.hostname.replace(/^\[|\]$/g, '');
      if (isIP(host) && !isAllowedAddress(host, allowed)) return done(new AddressNotAllowed(), null);
      connect(target, done);
    },
  });
}

function guardLookup(allowed: BlockList, resolve: Resolve): LookupFunction {
  return (host, options, done) => {
    resolve(host, { all: true }, (error, addresses) => {
      if (error) return done(error, '');
      // One forbidden address among others is an attempt to get past the guard, not a way to reach the rest.
      if (!addresses.every(({ address }) => isAllowedAddress(address, allowed))) {
        return done(new AddressNotAllowed(), '');
      }
      const [first] = addresses;
      if (options.all) return done(null, addresses);
      return first ? done(null, first.address, first.family) : done(new Error('no address'), '');
    });
  };
}
