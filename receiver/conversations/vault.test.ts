import { randomBytes } from 'node:crypto';
import {
  chmod,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rename,
  rm,
  stat,
  symlink,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { conversationOf, messageOf } from './note-fixture.ts';
import { Vault } from './vault.ts';

let root: string;
let vault: Vault;
const messages = [messageOf('Hello')];

beforeEach(async () => {
  root = join(await mkdtemp(join(tmpdir(), 'brainpost-')), 'vault');
  vault = new Vault(root);
});
afterEach(() => rm(dirname(root), { recursive: true, force: true }));

const at = (path: string) => join(root, path);
const read = (path: string) => readFile(at(path), 'utf8');
const allFiles = async () =>
  (await readdir(root, { recursive: true, withFileTypes: true }))
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
    .toSorted();

async function write(changes: Parameters<typeof conversationOf>[0] = {}, previousPath: string | null = null) {
  const result = await vault.writeNote(conversationOf(changes), messages, previousPath);
  if (!result.ok) throw new Error(result.reason);
  return result.path;
}

async function put(path: string, text: string | Buffer) {
  await mkdir(dirname(at(path)), { recursive: true });
  await writeFile(at(path), text);
}

test('writes a note into the folder of its source and leaves nothing else behind', async () => {
  expect(await write()).toBe('ChatGPT/Pricing page brainstorm.md');
  expect(await read('ChatGPT/Pricing page brainstorm.md')).toContain('\n## User\n\nHello\n');
  expect(await allFiles()).toEqual(['ChatGPT/Pricing page brainstorm.md']);
});

test('keeps what a person wrote around the region, with CRLF too', async () => {
  const path = await write();
  const mine = (await read(path)).replace('---\n', '---\nrating: 5  # mine\n').replaceAll('\n', '\r\n');
  await put(path, `${mine}\r\nMy thoughts\n`);

  await write({ messageCount: 2 }, path);

  expect(await read(path)).toBe(`${mine.replace('messages: 1', 'messages: 2')}\r\nMy thoughts\n`);
});

test('does not touch a note that would not change', async () => {
  const path = await write();
  const longAgo = new Date('2020-01-01');
  await utimes(at(path), longAgo, longAgo);
  const { ino } = await stat(at(path));

  await write({}, path);

  expect(await stat(at(path))).toMatchObject({ ino, mtimeMs: longAgo.getTime() });
});

test('keeps the permissions of a note', async () => {
  const path = await write();
  await chmod(at(path), 0o600);
  await write({ messageCount: 2 }, path);
  expect((await stat(at(path))).mode & 0o777).toBe(0o600);
});

describe('names that are taken', () => {
  test('conversations of the same title get numbers, also when written at once', async () => {
    const ids = ['a', 'b', 'c'];
    const paths = await Promise.all(ids.map((id) => write({ id, title: 'Same' })));
    expect(paths).toEqual(['ChatGPT/Same.md', 'ChatGPT/Same 2.md', 'ChatGPT/Same 3.md']);
  });

  test.each(['Same.md', 'SAME.MD', 'same.md'])('a file %s of the person is never overwritten', async (name) => {
    await put(`ChatGPT/${name}`, 'mine');
    expect(await write({ title: 'Same' })).toBe('ChatGPT/Same 2.md');
    expect(await read(`ChatGPT/${name}`)).toBe('mine');
  });

  test('composed and decomposed letters are the same name', async () => {
    await put('ChatGPT/cafe\u0301.md', 'mine');
    expect(await write({ title: 'caf\u00e9' })).toBe('ChatGPT/caf\u00e9 2.md');
  });

  test('a folder of that name is no obstacle', async () => {
    await put('ChatGPT/Same.md/inside.md', 'mine');
    expect(await write({ title: 'Same' })).toBe('ChatGPT/Same 2.md');
  });

  test('a note whose path was lost is taken up again', async () => {
    await write({ id: 'other', title: 'Same' });
    const path = await write({ title: 'Same' });
    expect(await write({ title: 'Same', messageCount: 2 })).toBe(path);
    expect(await allFiles()).toHaveLength(2);
  });
});

describe('a person moves, renames, deletes', () => {
  test.each(['Projects/Deep/Pricing page brainstorm.md', 'ChatGPT/My own name.md', 'Inbox/My own name.md', 'Root.md'])(
    'a note moved to %s is updated there and keeps that name',
    async (to) => {
      const path = await write();
      await put(to, '');
      await rename(at(path), at(to));

      expect(await write({ messageCount: 2 }, path)).toBe(to);
      expect(await read(to)).toContain('messages: 2');
      expect(await allFiles()).toEqual([to]);
    },
  );

  test('a moved note with long front matter is found', async () => {
    const path = await write();
    const long = `mine: ${'x'.repeat(20_000)}\n`;
    await put('Moved.md', (await read(path)).replace('---\n', `---\n${long}`));
    await rm(at(path));
    expect(await write({}, path)).toBe('Moved.md');
  });

  test.each(['.trash/x.md', '.obsidian/x.md', 'node_modules/x.md', 'deep/.hidden/x.md'])(
    'a note in %s counts as deleted and is written anew',
    async (to) => {
      const path = await write();
      await put(to, await read(path));
      await rm(at(path));
      expect(await write({}, path)).toBe(path);
    },
  );

  test('a deleted note is written anew when the conversation goes on', async () => {
    const path = await write();
    await rm(at('ChatGPT'), { recursive: true });
    expect(await write({ messageCount: 2 }, path)).toBe(path);
    expect(await read(path)).toContain('messages: 2');
  });

  test('another file in its place is left alone', async () => {
    const path = await write();
    await put(path, 'my list\n');
    expect(await write({}, path)).toBe('ChatGPT/Pricing page brainstorm 2.md');
    expect(await read(path)).toBe('my list\n');
  });

  test('of a note and its copy, the one in the old place is updated', async () => {
    const path = await write();
    await put('A copy.md', await read(path));
    expect(await write({ messageCount: 2 }, path)).toBe(path);
    expect(await read('A copy.md')).toContain('messages: 1');
  });

  test('a note without its properties is known in its old place by the region', async () => {
    const path = await write();
    await put(path, (await read(path)).replace(/^---[\s\S]*?\n---\n/, 'My words\n'));
    expect(await write({}, path)).toBe(path);
    expect(await read(path)).toMatch(/^---\ntitle: [\s\S]*\n---\nMy words\n\n<!-- brainpost:begin/);
  });
});

describe('the title changes', () => {
  test('a note with the name it was given is renamed, and the old title becomes an alias', async () => {
    const path = await write();
    expect(await write({ title: 'Launch plan' }, path)).toBe('ChatGPT/Launch plan.md');
    expect(await read('ChatGPT/Launch plan.md')).toContain('aliases:\n  - Pricing page brainstorm\n');
    expect(await allFiles()).toEqual(['ChatGPT/Launch plan.md']);
  });

  test('also with a number, in another folder, and next to a taken name', async () => {
    await put('Projects/Launch plan.md', 'mine');
    const path = await write();
    await rename(at(path), at('Projects/Pricing page brainstorm 7.md'));
    expect(await write({ title: 'Launch plan' }, path)).toBe('Projects/Launch plan 2.md');
    expect(await read('Projects/Launch plan.md')).toBe('mine');
  });

  test('a name the person chose stays, the old title still becomes an alias', async () => {
    const path = await write();
    await rename(at(path), at('ChatGPT/Mine.md'));
    expect(await write({ title: 'Launch plan' }, path)).toBe('ChatGPT/Mine.md');
    expect(await read('ChatGPT/Mine.md')).toContain('aliases:\n  - Pricing page brainstorm\n');
  });

  test('a change of case only is followed', async () => {
    const path = await write({ title: 'launch plan' });
    expect(await write({ title: 'Launch Plan' }, path)).toBe('ChatGPT/Launch Plan.md');
    expect(await allFiles()).toEqual(['ChatGPT/Launch Plan.md']);
  });

  test('titles that make the same name change no name', async () => {
    const path = await write({ title: 'A/B' });
    expect(await write({ title: 'A|B' }, path)).toBe(path);
  });
});

describe('nothing leads out of the vault', () => {
  test.each(['../../evil', '..\\evil', '/etc/evil', 'C:\\evil', 'a/../../../evil', '\0evil'])(
    'the title and source %j stay inside',
    async (hostile) => {
      const path = await write({ title: hostile, source: hostile });
      expect(path.split('/')).toHaveLength(2);
      expect(await allFiles()).toEqual([path]);
      expect(await readdir(dirname(root))).toEqual(['vault']);
    },
  );

  test.each(['../outside.md', '/etc/hosts.md', 'ChatGPT/../../outside.md', 'linked/outside.md', 'link.md', 'a\0.md'])(
    'a previous path %j that leads out is not followed',
    async (previousPath) => {
      await write();
      const own = await read('ChatGPT/Pricing page brainstorm.md');
      await rm(at('ChatGPT'), { recursive: true });
      const outside = join(dirname(root), 'outside.md');
      await writeFile(outside, own);
      await symlink(dirname(root), at('linked'));
      await symlink(outside, at('link.md'));

      expect(await write({ messageCount: 2 }, previousPath)).toBe('ChatGPT/Pricing page brainstorm.md');
      expect(await readFile(outside, 'utf8')).toBe(own);
    },
  );

  test('a folder that is a link to elsewhere is refused', async () => {
    const elsewhere = join(dirname(root), 'elsewhere');
    await mkdir(elsewhere);
    await mkdir(root);
    await symlink(elsewhere, at('ChatGPT'));

    const result = await vault.writeNote(conversationOf(), messages, null);

    expect(result).toEqual({ ok: false, reason: expect.stringContaining('leads out of the vault') as string });
    expect(await readdir(elsewhere)).toEqual([]);
  });

  test('the vault itself may be a link', async () => {
    const real = join(dirname(root), 'real');
    await mkdir(real);
    await symlink(real, root);
    expect(await write()).toBe('ChatGPT/Pricing page brainstorm.md');
  });
});

describe('what goes wrong is told in a sentence', () => {
  test('the vault is a file', async () => {
    await writeFile(root, 'mine');
    const result = await vault.writeNote(conversationOf(), messages, null);
    expect(result).toEqual({ ok: false, reason: `A file stands where the vault needs a folder (vault: ${root}).` });
    expect(await readFile(root, 'utf8')).toBe('mine');
  });

  test.skipIf(process.platform !== 'linux')('the vault lies where no folder can be made', async () => {
    expect(await new Vault('/proc/vault').writeNote(conversationOf(), messages, null)).toMatchObject({ ok: false });
    expect(await new Vault('/dev/null/vault').writeNote(conversationOf(), messages, null)).toMatchObject({ ok: false });
  });

  test('folders above the vault are made', async () => {
    vault = new Vault(at('deep/er'));
    expect(await write()).toBe('ChatGPT/Pricing page brainstorm.md');
  });

  test('the folder of the source is a file, later it is not', async () => {
    await put('ChatGPT', 'mine');
    expect(await vault.writeNote(conversationOf(), messages, null)).toMatchObject({ ok: false });
    expect(await read('ChatGPT')).toBe('mine');

    await rm(at('ChatGPT'));
    expect(await write()).toBe('ChatGPT/Pricing page brainstorm.md');
  });

  test.skipIf(process.platform === 'win32' || process.getuid?.() === 0)('the vault may not be written to', async () => {
    const path = await write();
    const before = await read(path);
    await chmod(at('ChatGPT'), 0o500);
    const result = await vault.writeNote(conversationOf({ messageCount: 2 }), messages, path);
    await chmod(at('ChatGPT'), 0o700);
    expect(result).toEqual({ ok: false, reason: expect.stringContaining('permission was denied') as string });
    expect(await read(path)).toBe(before);
  });

  test('a note that is no UTF-8 any more is left alone', async () => {
    const path = await write();
    const latin1 = Buffer.concat([await readFile(at(path)), Buffer.from([0xe9, 0x0a])]);
    await put(path, latin1);
    const result = await vault.writeNote(conversationOf({ messageCount: 2 }), messages, path);
    expect(result).toEqual({ ok: false, reason: expect.stringContaining('UTF-8') as string });
    expect(await readFile(at(path))).toEqual(latin1);
  });
});

test('what a crash left behind is no note and is cleaned up; a fresh temporary file is not', async () => {
  const path = await write();
  const [old, fresh] = ['000000000000', randomBytes(6).toString('hex')].map((name) => `ChatGPT/.brainpost-${name}.tmp`);
  await put(old!, await read(path));
  await put(fresh!, 'being written');
  await put('ChatGPT/.brainpost-mine.tmp', 'mine');
  await utimes(at(old!), 0, 0);
  await utimes(at('ChatGPT/.brainpost-mine.tmp'), 0, 0);

  await new Vault(root).writeNote(conversationOf({ messageCount: 2 }), messages, path);

  expect(await allFiles()).toEqual([fresh!, 'ChatGPT/.brainpost-mine.tmp', path].toSorted());
});

test('a moved note is found among two thousand others', async () => {
  const path = await write();
  const others = Array.from({ length: 2000 }, (_, n) => `Folder ${n % 20}/Note ${n}.md`);
  for (const other of others)
    await put(other, `---\ntitle: ${other}\nbrainpost_id: cnv_of_${other.length}\n---\ntext\n`);
  await rename(at(path), at('Folder 7/Found.md'));
  expect(await write({}, path)).toBe('Folder 7/Found.md');
});
