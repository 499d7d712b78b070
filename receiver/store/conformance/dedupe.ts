import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { DAY_MS, DedupeModel, type ModelEvent, type ModelStep, modelSteps } from '../../test-support/dedupe-model.ts';
import type { AcceptOutcome } from '../accept-store.ts';
import type { Store } from '../store.ts';
import { makeNewEvent, NOW, OPTIONS } from './fixtures.ts';

/** `AcceptStore` against a model of the table in docs/protocol.md, section 1.5. @param open makes an empty store with `ws_1` and `ws_2` */
export function testDedupeTable(open: () => Promise<Store>): void {
  test('1.5 whatever comes in whatever order is answered as the table says, and no row is there that was not accepted', async () => {
    await fc.assert(
      fc.asyncProperty(modelSteps(), async (steps) => {
        const store = await open();
        try {
          await runSteps(store, steps);
        } finally {
          await store.close();
        }
      }),
      { numRuns: 60 },
    );
  });
}

async function runSteps(store: Store, steps: readonly ModelStep[]): Promise<void> {
  const model = new DedupeModel(({ content }) => content);
  let now = NOW;
  for (const step of steps) {
    if (step.kind === 'wait') {
      now += step.days * DAY_MS;
      model.wait(step.days);
    } else if (step.kind === 'reset pin') {
      await store.setSource(step.workspaceId, step.source, { policy: 'compat' });
      model.resetPin(step.workspaceId, step.source);
    } else {
      const expected = step.events.map((event) => model.accept(event));
      const outcomes = await store.acceptBatch(
        step.events.map((event) => toNewEvent(event, now)),
        { ...OPTIONS, now },
      );
      expect(outcomes.map(tell)).toEqual(expected);
    }
  }
  const rows = await Promise.all(['ws_1', 'ws_2'].map((workspaceId) => store.listEvents({ workspaceId, limit: 1000 })));
  expect(rows.flat()).toHaveLength(model.accepted.length);
}

function toNewEvent({ isStrong, ...event }: ModelEvent, receivedAt: number) {
  return makeNewEvent({ ...event, proof: isStrong ? 'strong' : 'body', receivedAt });
}

function tell(outcome: AcceptOutcome): string {
  return outcome.status === 'refused' ? outcome.error : `${outcome.status} ${outcome.eventId}`;
}
