/** Limits and defaults of the wire (docs/protocol.md). Sizes in bytes, times in seconds unless the name says otherwise. */

/** What the sender keeps a body under by default. */
export const SENDER_MAX_BODY_BYTES = 1024 * 1024;
/** What the receiver takes by default. */
export const RECEIVER_MAX_BODY_BYTES = 4 * 1024 * 1024;
/** What the receiver takes as one blob by default. */
export const RECEIVER_MAX_BLOB_BYTES = 50 * 1024 * 1024;
/** How far a request's timestamp may be from the receiver's clock, in both directions. */
export const TIMESTAMP_TOLERANCE_SECONDS = 300;
/** A shorter secret is refused when it is set on the receiver. Length in key bytes: decoded for `whsec_`, UTF-8 otherwise. */
export const MIN_SECRET_KEY_BYTES = 16;
/** How many `X-IW-Signature` items one request may carry (rotation sends one for every live key). */
export const MAX_SIGNATURES = 4;
