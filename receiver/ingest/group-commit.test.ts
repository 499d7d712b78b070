import { expect, test } from 'vitest';
import { GroupCommit } from './group-commit.ts';

/** Commits that last until they are let go. */
function makeCommit() {
  const batches: (readonly number[])[] = [];
  const running: PromiseWithResolvers<void>[] = [];
  const commits = new GroupCommit<number, string>(async (items) => {
    batches.push(items);
    const gate = Promise.withResolvers<void>();
    running.push(gate);
    await gate.promise;
    return items.map((item) => `done ${item}`);
  });
  const turn = () => new Promise((resolve) => setTimeout(resolve, 5));
  return { commits, batches, running, turn };
}

test('1.3.10 what arrives while one commit runs is the next batch', async () => {
  const { commits, batches, running, turn } = makeCommit();
  const first = commits.submit(1);
  await turn();
  const others = [2, 3, 4].map((item) => commits.submit(item));
  await turn();
  expect(batches).toEqual([[1]]);
  running[0]?.resolve();
  expect(await first).toBe('done 1');
  await turn();
  expect(batches).toEqual([[1], [2, 3, 4]]);
  running[1]?.resolve();
  expect(await Promise.all(others)).toEqual(['done 2', 'done 3', 'done 4']);
});

test('answers nobody before the commit, and everybody of a batch that failed', async () => {
  const { commits, running, turn } = makeCommit();
  let isAnswered = false;
  const items = [commits.submit(1), commits.submit(2)].map((promise) =>
    promise.finally(() => {
      isAnswered = true;
    }),
  );
  await turn();
  expect(isAnswered).toBe(false);
  running[0]?.reject(new Error('disk full'));
  for (const item of items) await expect(item).rejects.toThrow('disk full');

  const next = commits.submit(3);
  await turn();
  running[1]?.resolve();
  expect(await next).toBe('done 3');
});

test('drain waits for what is under way', async () => {
  const { commits, running, turn } = makeCommit();
  const item = commits.submit(1);
  let isDrained = false;
  const drained = commits.drain().then(() => {
    isDrained = true;
  });
  await turn();
  expect(isDrained).toBe(false);
  running[0]?.resolve();
  await Promise.all([item, drained]);
});
