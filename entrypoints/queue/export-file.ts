import { sendMessage } from '../../lib/platform/messaging.ts';
import { saveFile } from '../../lib/views/save-file.ts';
import { attempt, exported, notice } from './queue-model.ts';

/** Writes everything that is not delivered to a file, one event a line. */
export async function exportUndelivered(): Promise<void> {
  exported.value = 0;
  await attempt('export', async () => {
    const parts: Blob[] = [];
    let count = 0;
    for (let after: number | null = null; ; ) {
      const { lines, next }: { lines: string[]; next: number | null } = await sendMessage('queue:export', { after });
      // As a blob, each part lies with the browser and not in the memory of the page.
      parts.push(new Blob(lines.map((line) => `${line}\n`)));
      count += lines.length;
      exported.value = count;
      if (next === null) break;
      after = next;
    }
    notice.value = count === 0 ? { kind: 'nothing_to_export' } : { kind: 'exported', count, fileName: save(parts) };
  });
  exported.value = null;
}

/** @returns the name of the file */
function save(parts: Blob[]): string {
  const name = `brainpost-${new Date().toISOString().slice(0, 16).replaceAll(':', '')}.jsonl`;
  saveFile(parts, { name, type: 'application/jsonl' });
  return name;
}
