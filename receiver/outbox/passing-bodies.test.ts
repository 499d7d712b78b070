import { expect, onTestFinished, test, vi } from 'vitest';
import { captureLog } from '../test-support/receiver.ts';
import { PassingBodies } from './passing-bodies.ts';

const digestOf = (n: number) => new Uint8Array(32).fill(n);
const eventWith = (n: number, workspaceId = 'ws_1') =>
  JSON.stringify({
    workspace_id: workspaceId,
    data: { source: 'chatgpt', render_only: true, body_sha256: Buffer.from(digestOf(n)).toString('hex') },
  });

function makeBodies() {
  const clock = { now: 0 };
  const bodies = new PassingBodies(() => clock.now);
  const hold = (n: number, body: string) =>
    bodies.hold({ workspaceId: 'ws_1', body: new TextEncoder().encode(body), bodyDigest: digestOf(n) });
  return { bodies, hold, clock };
}

test('puts a body in as it came, for a minute, in its workspace', () => {
  const { bodies, hold, clock } = makeBodies();
  hold(1, '{ "a": 1.0 }');
  const { payload, ...rest } = bodies.complete(eventWith(1));
  expect(rest).toEqual({ isRenderOnly: true, isGone: false });
  expect(payload).toContain(`"payload":{ "a": 1.0 }}}`);
  expect(bodies.complete(eventWith(1, 'ws_2'))).toMatchObject({ isGone: true });
  clock.now = 60_000;
  expect(bodies.complete(eventWith(1))).toEqual({ payload: eventWith(1), isRenderOnly: true, isGone: true });
});

test('lets go of it after a minute also when nobody asks and the clock was set back', () => {
  vi.useFakeTimers();
  onTestFinished(() => void vi.useRealTimers());
  const { bodies, hold, clock } = makeBodies();
  hold(1, '{}');
  clock.now = -3_600_000;
  vi.advanceTimersByTime(59_999);
  expect(bodies.complete(eventWith(1))).toMatchObject({ isGone: false });
  vi.advanceTimersByTime(1);
  expect(bodies.complete(eventWith(1))).toMatchObject({ isGone: true });
});

test('takes only what says it of itself for render only', () => {
  const { bodies } = makeBodies();
  const quoting = JSON.stringify({ workspace_id: 'ws_1', data: { payload: { render_only: true, body_sha256: '' } } });
  expect(bodies.complete(quoting)).toEqual({ payload: quoting, isRenderOnly: false, isGone: false });
});

test('holds so much and no more: the oldest goes first, which is logged without a word of it', () => {
  const log = captureLog();
  const { bodies, hold } = makeBodies();
  for (let n = 0; n < 9; n += 1) hold(n, JSON.stringify('x'.repeat(4 * 1024 * 1024)));
  const gone = Array.from({ length: 9 }, (_, n) => bodies.complete(eventWith(n)).isGone);
  expect(gone).toEqual([true, true, ...Array.from({ length: 7 }, () => false)]);
  expect(log()).toContain('render_only_dropped');
  expect(log()).not.toContain('xx');
});
