import { type ChildProcess, spawn } from 'node:child_process';
import { chmod, cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';

const SCRIPTS = fileURLToPath(new URL('.', import.meta.url));
const LOCK = JSON.stringify({
  packages: { '': {}, 'node_modules/a': { version: '1.0.0' }, 'node_modules/b': { version: '1.0.0', optional: true } },
});
const INSTALLED = JSON.stringify({ packages: { 'node_modules/a': { version: '1.0.0' } } });

/** Says what it was given, or waits for a signal. */
const TASK = `
if (process.argv[2] === 'wait') {
  process.on('SIGTERM', () => { console.log('stopped'); process.exit(7); });
  setInterval(() => {}, 1000);
  console.log('waiting');
} else {
  console.log(JSON.stringify(process.argv.slice(2)));
  process.exitCode = Number(process.argv[2] ?? 0);
}`;

let root: string;
let bin: string;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'brainpost-bootstrap-'));
  bin = join(root, 'test-bin');
  await cp(join(SCRIPTS, 'bootstrap.mjs'), join(root, 'scripts', 'bootstrap.mjs'));
  await cp(join(SCRIPTS, 'bootstrap'), join(root, 'scripts', 'bootstrap'), { recursive: true });
  await writeFile(join(root, 'scripts', 'start.ts'), TASK);
  await writeFile(join(root, 'package-lock.json'), LOCK);
  await mkdir(bin);
});
afterEach(() => rm(root, { recursive: true, force: true }));

async function makeInstalled(lock = INSTALLED): Promise<void> {
  await mkdir(join(root, 'node_modules', 'node', 'bin'), { recursive: true });
  await symlink(process.execPath, join(root, 'node_modules', 'node', 'bin', 'node'));
  await writeFile(join(root, 'node_modules', '.package-lock.json'), lock);
}

/** An npm that does what the given shell commands do, in the folder of the project. */
async function makeNpm(commands: string): Promise<void> {
  await writeFile(join(bin, 'npm'), `#!/bin/sh\n${commands}\n`);
  await chmod(join(bin, 'npm'), 0o755);
}

function start(...args: string[]): ChildProcess {
  const { npm_execpath: _own, ...env } = process.env;
  return spawn(process.execPath, [join(root, 'scripts', 'bootstrap.mjs'), ...args], {
    env: { ...env, PATH: [bin, '/usr/bin', '/bin'].join(delimiter) },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
}

async function finish(child: ChildProcess): Promise<{ code: number | null; stdout: string; stderr: string }> {
  let [stdout, stderr] = ['', ''];
  child.stdout?.on('data', (text: Buffer) => (stdout += text.toString()));
  child.stderr?.on('data', (text: Buffer) => (stderr += text.toString()));
  const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
  return { code, stdout, stderr };
}

const INSTALL = `mkdir -p node_modules/node/bin; ln -s '${process.execPath}' node_modules/node/bin/node
cat > node_modules/.package-lock.json <<'END'
${INSTALLED}
END
echo added 1 package; echo "$@" > npm-arguments`;

describe.skipIf(process.platform === 'win32')('bootstrap', () => {
  test('runs the task with its arguments, passes on its exit code and says nothing itself', async () => {
    await makeInstalled();
    expect(await finish(start('start', '3', '--port', '1'))).toEqual({
      code: 3,
      stdout: '["3","--port","1"]\n',
      stderr: '',
    });
  });

  test('installs on a fresh clone; stdout stays the task’s', async () => {
    await makeNpm(INSTALL);
    const { code, stdout, stderr } = await finish(start('start'));

    expect({ code, stdout }).toEqual({ code: 0, stdout: '[]\n' });
    expect(stderr).toMatch(/Installing what Brainpost needs .*\nadded 1 package\nInstalled in \d+ s\.\n/);
    expect(await readFile(join(root, 'npm-arguments'), 'utf8')).toMatch(/^ci /);
  });

  test.each([
    ['a version has changed', { 'node_modules/a': { version: '0.9.0' } }],
    ['a package is new', {}],
    [
      'an optional package has another version',
      { 'node_modules/a': { version: '1.0.0' }, 'node_modules/b': { version: '2.0.0' } },
    ],
  ])('installs anew when %s', async (_name, packages) => {
    await makeInstalled(JSON.stringify({ packages }));
    await makeNpm('rm -r node_modules\n'.concat(INSTALL));
    expect((await finish(start('start'))).stderr).toContain('package-lock.json has changed: installing anew');
  });

  test('two tasks started at once install once', async () => {
    await makeNpm(`sleep 1; echo installed >> installations\n${INSTALL}`);
    const results = await Promise.all([finish(start('start')), finish(start('start'))]);

    expect(results.map(({ code }) => code)).toEqual([0, 0]);
    expect(await readFile(join(root, 'installations'), 'utf8')).toBe('installed\n');
  });

  test('takes over from an installation that was killed', async () => {
    await mkdir(join(root, '.brainpost'));
    await writeFile(join(root, '.brainpost', 'installing.lock'), '999999999');
    await makeNpm(INSTALL);
    expect((await finish(start('start'))).code).toBe(0);
  });

  test.each([
    ['offline', 'npm error code ENOTFOUND', 'could not reach its registry'],
    ['without permission', 'npm error code EACCES', 'may not write'],
    ['with a full disk', 'npm error code ENOSPC', 'The disk is full'],
    ['for a reason unknown', 'npm error code EWHATEVER', 'what npm says about it is above'],
  ])('says in a sentence why it cannot install %s', async (_name, complaint, sentence) => {
    await makeNpm(`echo '${complaint}' >&2; exit 1`);
    const { code, stdout, stderr } = await finish(start('start'));

    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain(complaint);
    expect(stderr.trimEnd().split('\n').at(-1)).toContain(sentence);
  });

  test('looks up what a lock written on another platform does not name', async () => {
    await makeNpm(`if [ $1 = ci ]; then echo 'npm error code EUSAGE' >&2; exit 1; fi\n${INSTALL}`);
    const { code, stderr } = await finish(start('start'));

    expect(code).toBe(0);
    expect(stderr).not.toContain('EUSAGE');
    expect(await readFile(join(root, 'npm-arguments'), 'utf8')).toMatch(/^install --no-save /);
  });

  test('says that npm is missing', async () => {
    const empty = join(root, 'empty');
    await mkdir(empty);
    const { npm_execpath: _own, ...env } = process.env;
    const child = spawn(process.execPath, [join(root, 'scripts', 'bootstrap.mjs'), 'start'], {
      env: { ...env, PATH: empty },
    });
    expect((await finish(child)).stderr).toContain('npm was not found');
  });

  test('does with the running Node when that is recent enough and the pinned one is missing', async () => {
    await makeInstalled();
    await rm(join(root, 'node_modules', 'node', 'bin', 'node'));
    expect((await finish(start('start', '5'))).code).toBe(5);
  });

  test('passes SIGTERM on and waits for the task to end', async () => {
    await makeInstalled();
    const child = start('start', 'wait');
    child.stdout?.once('data', () => child.kill('SIGTERM'));
    expect(await finish(child)).toMatchObject({ code: 7, stdout: 'waiting\nstopped\n' });
  });

  test('puts the pinned Node and the installed tools first on PATH', async () => {
    await makeInstalled();
    await writeFile(join(root, 'scripts', 'start.ts'), 'console.log(process.env.PATH)');
    const { stdout } = await finish(start('start'));
    const pinned = join(root, 'node_modules', 'node', 'bin');
    expect(stdout.split(delimiter).slice(0, 2)).toEqual([pinned, join(dirname(dirname(pinned)), '.bin')]);
  });

  test('says how it is called when the task is unknown', async () => {
    expect(await finish(start('toString'))).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringContaining('Usage:'),
    });
  });
});
