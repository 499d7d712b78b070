import type { BlockList } from 'node:net';
import { z } from 'zod';
import { checkTargetUrl, type TargetProblem } from '../../webhooks/target-url.ts';

const PROBLEMS: Record<Exclude<TargetProblem, 'not_an_address'>, string> = {
  credentials_in_address: 'must not hold a user name or password; send one in a field of its own',
  insecure_target: 'must begin with https://, except for a subnet that BRAINPOST_ALLOWED_SUBNETS lists',
  address_not_allowed: 'is not a public address; BRAINPOST_ALLOWED_SUBNETS can list its subnet',
};

/** An address that the receiver may send to. @param allowed subnets that are not public and may be sent to @param example for who wrote something else */
export function createTargetUrlSchema(allowed: BlockList, example: string) {
  return z.string().transform((text, context) => {
    const checked = checkTargetUrl(text, allowed);
    if (checked.ok) return checked.url;
    const { problem } = checked;
    context.addIssue(problem === 'not_an_address' ? `must be an address such as ${example}` : PROBLEMS[problem]);
    return z.NEVER;
  });
}
