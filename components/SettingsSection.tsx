import type { ComponentChildren } from 'preact';

export interface SettingsSectionProps {
  /** Of the heading; also where the table of contents leads. */
  id: string;
  title: string;
  hint?: string;
  children: ComponentChildren;
}

export function SettingsSection({ id, title, hint, children }: SettingsSectionProps) {
  return (
    <section class="section" aria-labelledby={id}>
      <h2 id={id} class="title" tabIndex={-1}>
        {title}
      </h2>
      {hint && <p class="soft">{hint}</p>}
      {children}
    </section>
  );
}
