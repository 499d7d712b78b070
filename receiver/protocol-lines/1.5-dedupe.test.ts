import * as fc from 'fast-check';
import { expect, test } from 'vitest';
import { createWorkspace } from '../accounts/create-workspace.ts';
import { DAY_MS, DedupeModel, type ModelEvent, modelSteps } from '../test-support/dedupe-model.ts';
import { makeReceiver, NOW } from '../test-support/receiver.ts';
import { makeEvent, SECRET, WORKSPACE } from '../test-support/signed-request.ts';

const SECOND_SECRET = 'the secret of the second workspace';

/** A strong signature makes id and key the same. */
const shape = (event: ModelEvent) => (event.isStrong ? { ...event, key: event.eventId } : event);

function bodyOf({ workspaceId, source, eventId, content }: ModelEvent) {
  const data = { session_id: 's', messages: [{ role: 'user', content }] };
  return makeEvent({ workspace_id: workspaceId, source, event_id: eventId, data });
}

test('1.5 whatever comes in whatever order over HTTP is answered as the table says', { timeout: 60_000 }, async () => {
  await fc.assert(
    fc.asyncProperty(modelSteps(shape), async (steps) => {
      const { store, send, clock, end } = await makeReceiver({ ratePerMinute: 0 });
      await createWorkspace(store, { id: 'ws_2', secret: SECOND_SECRET }, NOW);
      const model = new DedupeModel((event) => JSON.stringify(bodyOf(event)));
      const answer = async (event: ModelEvent) => {
        const response = await send(bodyOf(event), {
          path: `/webhooks/v1/${event.workspaceId}/${event.source}`,
          secret: event.workspaceId === WORKSPACE ? SECRET : SECOND_SECRET,
          bodyOnly: !event.isStrong,
          headers: { 'x-iw-idempotency-key': event.key },
        });
        const body = (await response.json()) as { status?: string; event_id?: string; error?: string };
        expect(response.headers.get('idempotency-replayed')).toBe(body.status === 'duplicate' ? 'true' : null);
        return body.error ?? `${body.status} ${body.event_id}`;
      };
      for (const step of steps) {
        if (step.kind === 'wait') {
          clock.now += step.days * DAY_MS;
          model.wait(step.days);
        } else if (step.kind === 'reset pin') {
          await store.setSource(step.workspaceId, step.source, { policy: 'compat' });
          model.resetPin(step.workspaceId, step.source);
        } else {
          for (const event of step.events) expect(await answer(event)).toBe(model.accept(event));
        }
      }
      await end();
    }),
    { numRuns: 40 },
  );
});
