/** Keys and tokens of services, by the shape that they document or issue, as of 2026-11. Sources of regular expressions. */

/** A whole token: what stands before it is no part of a word. */
export const TOKEN_SHAPES: Readonly<Record<string, string>> = {
  openai: 'sk-(?=[\\w-]{0,80}\\d)[\\w-]{20,}', // also Anthropic (sk-ant-), OpenRouter (sk-or-), DeepSeek
  google: 'AIza[\\w-]{35}|GOCSPX-[\\w-]{20,}|ya29\\.[\\w-]{20,}',
  github: 'gh[pousr]_[A-Za-z0-9]{36,}|github_pat_\\w{22,}',
  gitlab: 'gl(?:pat|dt|rt|ptt|agent)-[\\w-]{20,}',
  aws: '(?:AKIA|ASIA|ABIA|ACCA)[A-Z2-7]{16}(?!\\w)',
  slack: 'xox[abeoprs]-[\\w-]{10,}|xapp-\\d-[\\w-]{10,}',
  stripe: '(?:sk|rk|pk)_(?:live|test)_[A-Za-z0-9]{16,}',
  standardWebhooks: 'whsec_[A-Za-z0-9+/]{20,}={0,2}', // also ours
  jwt: 'eyJ[\\w-]{8,}\\.eyJ[\\w-]{8,}\\.[\\w-]*',
  npm: 'npm_[A-Za-z0-9]{36,}',
  pypi: 'pypi-[\\w-]{50,}',
  huggingFace: 'hf_[A-Za-z0-9]{30,}',
  groq: 'gsk_[A-Za-z0-9]{40,}',
  xai: 'xai-[A-Za-z0-9]{40,}',
  perplexity: 'pplx-[A-Za-z0-9]{40,}',
  replicate: 'r8_[A-Za-z0-9]{30,}',
  sendGrid: 'SG\\.[\\w-]{16,}\\.[\\w-]{16,}',
  twilio: '(?:SK|AC)[0-9a-f]{32}(?!\\w)',
  mailgun: 'key-[0-9a-f]{32}(?!\\w)',
  telegram: '\\d{8,10}:AA[\\w-]{33}(?!\\w)',
  digitalOcean: 'do[opr]_v1_[0-9a-f]{64}',
  shopify: 'shp(?:at|ca|pa|ss)_[0-9a-fA-F]{32}',
  square: 'sq0[a-z]{3}-[\\w-]{22,}|EAAA[\\w-]{60}',
  notion: 'ntn_[A-Za-z0-9]{40,}|secret_[A-Za-z0-9]{43}(?!\\w)',
  linear: 'lin_(?:api|oauth)_[A-Za-z0-9]{32,}',
  vault: 'hv[sbr]\\.[\\w-]{24,}',
  databricks: 'dapi[0-9a-f]{32}',
  age: 'AGE-SECRET-KEY-1[A-Z0-9]{58}',
};

/** Told by what stands around it: only the secret itself is taken. */
export const SECRETS_IN_CONTEXT: readonly string[] = [
  '(?<=aws_?secret_?access_?key["\']?\\s{0,3}[:=]\\s{0,3}["\']?)[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+])',
  '(?<=\\bbearer\\s{1,3})(?=[\\w.~+/-]{0,80}\\d)[\\w.~+/-]{20,}={0,2}',
  '(?<=://[^\\s:@/]{1,64}:)[^\\s:@/]{1,256}(?=@[\\w[])', // the password in an address
  '(?<=hooks\\.slack\\.com/services/)T[A-Z0-9]{6,}/B[A-Z0-9]{6,}/\\w{16,}',
];

const PEM = 'PRIVATE KEY(?: BLOCK)?-----';

/** A key file, whole; without its end (a message that was cut), as far as its lines look like one. */
export const PRIVATE_KEY =
  `-----BEGIN [A-Z0-9 ]{0,30}${PEM}(?:\\s{1,4}[A-Za-z-]{1,30}: [^\\n]{0,200})*` +
  `(?:[A-Za-z0-9+/=\\s\\\\]*-----END [A-Z0-9 ]{0,30}${PEM}|(?:(?:\\s|\\\\n){0,4}[A-Za-z0-9+/=]{16,})*)`;
