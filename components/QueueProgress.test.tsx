import { expect, test } from 'vitest';
import { mountForTest } from './mount-for-test.ts';
import { QueueProgress } from './QueueProgress.tsx';

const bar = (undelivered: number, discarded = 0) => <QueueProgress undelivered={undelivered} discarded={discarded} />;
const read = () => {
  const progress = document.querySelector('progress');
  return progress && [progress.value, progress.max, progress.labels[0]?.textContent];
};

test('counts from the highest point since it was opened', async () => {
  const view = mountForTest(bar(300));
  await view.rerender(bar(340));
  await view.rerender(bar(328));
  expect(read()).toEqual([12, 340, '12 of 340 delivered']);
});

test('stays until the last one is delivered, and begins anew afterwards', async () => {
  const view = mountForTest(bar(21));
  await view.rerender(bar(1));
  expect(read()).toEqual([20, 21, '20 of 21 delivered']);
  await view.rerender(bar(0));
  expect(read()).toBeNull();
  await view.rerender(bar(5));
  expect(read()).toBeNull();
});

test('is not shown for a few', () => {
  mountForTest(bar(20));
  expect(read()).toBeNull();
});

test('does not take what was discarded for delivered', async () => {
  const view = mountForTest(bar(40));
  await view.rerender(bar(39, 1));
  expect(read()).toEqual([0, 39, '0 of 39 delivered']);
  await view.rerender(bar(30, 1));
  expect(read()).toEqual([9, 39, '9 of 39 delivered']);
});
