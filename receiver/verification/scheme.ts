import { z } from 'zod';

/**
 * How a source shows that its requests are its own (docs/protocol.md, section 2): `iw` signs as in section 1, `standard` by
 * Standard Webhooks alone, the presets as their provider does, `bearer` with an ingest token, and `none` not at all.
 */
export const schemeSchema = z.enum(['iw', 'standard', 'github', 'stripe', 'slack', 'shopify', 'bearer', 'none']);
export type Scheme = z.infer<typeof schemeSchema>;

/**
 * What a request's proof covers. `strong`: the body and when it was sent; `body`: the body alone; `token`: nothing, but the
 * sender holds a token; `none`: there is no proof.
 */
export const proofSchema = z.enum(['strong', 'body', 'token', 'none']);
export type Proof = z.infer<typeof proofSchema>;
