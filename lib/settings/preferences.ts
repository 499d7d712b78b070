import { z } from 'zod';
import { compilePattern } from '../privacy/pattern/compile-pattern.ts';
import type { PreferenceIssue, PreferenceProblem, Preferences } from '../messages.ts';

/** Raised with every change of the shape that older ones have to be brought to (`migrate-preferences.ts`). */
export const PREFERENCES_VERSION = 2;

const PRESETS = ['email', 'phone', 'card', 'iban', 'ip', 'secret'] as const;
const MAX_ITEMS = 200;
const MAX_KNOWN_LABELS = 500;
const EMAIL = /^[^\s@]+@[^\s@]+\.[^\s@]+$/;
const PATTERN_NAME = /^[a-z][a-z0-9-]{0,29}$/;

const problem = (code: PreferenceProblem) => code;
const text = (max: number) => z.string().trim().min(1, problem('empty')).max(max, problem('too_long'));
const textOrNone = (max: number) => z.string().trim().max(max, problem('too_long'));
const list = <T extends z.ZodType>(item: T, max = MAX_ITEMS) => z.array(item).max(max, problem('too_many'));

const siteId = text(64);
const label = text(100);
/** Of one conversation or one site. */
export const labelListSchema = list(label, 20);
const automaticSchema = z.enum(['off', 'ask', 'on']);

const automatic = z.object({
  default: automaticSchema,
  bySite: z.record(siteId, automaticSchema),
  excludedProjects: list(z.object({ site: siteId, id: text(512), name: textOrNone(300) })),
  excludedTitles: list(text(300)),
});

const labels = z.object({
  bySite: z.record(siteId, labelListSchema),
  rules: list(z.object({ on: z.enum(['title', 'project']), text: text(512), label })),
  known: list(label, MAX_KNOWN_LABELS),
});

const patternName = z
  .string()
  .trim()
  .regex(PATTERN_NAME, problem('invalid_name'))
  .refine((name) => !PRESETS.some((preset) => preset === name), problem('invalid_name'));

const ownPattern = text(1000).check(({ value, issues }) => {
  const compiled = compilePattern(value);
  if (!compiled.ok) issues.push({ code: 'custom', input: value, message: problem(compiled.problem) });
});

export const redactionSchema = z.object({
  presets: z.array(z.enum(PRESETS)).transform((presets) => [...new Set(presets)]),
  patterns: list(z.object({ name: patternName, pattern: ownPattern }), 50),
  inCode: z.boolean(),
});

/** One section for each thing that a settings page saves on its own. */
export const preferencesSchema = z.object({
  apiOff: list(siteId),
  automatic,
  labels,
  redaction: redactionSchema,
  actor: z.object({
    id: textOrNone(200),
    email: textOrNone(254).refine((email) => email === '' || EMAIL.test(email), problem('invalid_email')),
  }),
  renderOnly: z.boolean(),
}) satisfies z.ZodType<Preferences>;

/** Nothing is captured unasked and nothing changed in what is sent, until the user wants it so. */
export const DEFAULT_PREFERENCES: Preferences = {
  apiOff: [],
  automatic: { default: 'off', bySite: {}, excludedProjects: [], excludedTitles: [] },
  labels: { bySite: {}, rules: [], known: [] },
  redaction: { presets: [], patterns: [], inCode: false },
  actor: { id: '', email: '' },
  renderOnly: false,
};

const PROBLEMS: ReadonlySet<string> = new Set<PreferenceProblem>([
  'empty',
  'too_long',
  'too_many',
  'invalid_email',
  'invalid_name',
  'not_a_pattern',
  'unsupported_pattern',
  'pattern_too_complex',
]);

/** What the schema found, in the words of this product. Values are left out: they may be private. */
export function preferenceIssues(error: z.ZodError): PreferenceIssue[] {
  return error.issues.map(({ path, message }) => ({
    path: path.join('.'),
    problem: PROBLEMS.has(message) ? (message as PreferenceProblem) : 'invalid',
  }));
}
