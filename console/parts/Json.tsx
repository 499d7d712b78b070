/** Somebody's data, to be read and copied. */
export function Json({ value, label }: { value: unknown; label: string }) {
  return (
    <pre class="plain" tabIndex={0} aria-label={label} dir="ltr">
      {typeof value === 'string' ? value : JSON.stringify(value, null, 2)}
    </pre>
  );
}
