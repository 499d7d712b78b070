import { z } from 'zod';

/**
 * Has zod read schemas instead of compiling them: the browser forbids code made of text, and reports each try. It is
 * asked when a schema is made, so this is the first import of whatever reads with schemas.
 */
z.config({ jitless: true });
