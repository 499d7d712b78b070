/** What the settings page says after something was changed. */
export type SettingsNotice =
  /** With a way back. */
  | { kind: 'removed'; name: string }
  | { kind: 'reset' }
  | { kind: 'imported' }
  | { kind: 'not_settings' }
  | { kind: 'newer_version' }
  | { kind: 'invalid' }
  | { kind: 'failed' };
