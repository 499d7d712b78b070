import { computed, effect, signal } from '@preact/signals';
import { type Answer, ask, rememberCsrfToken, signedOutCount } from './api/client.ts';
import type { Session, WorkspaceRole } from './api/types.ts';
import { hashParameter, route } from './route.ts';

const SESSION = '/api/v1/session';

/** Who is signed in: `undefined` while it is being asked, `null` for nobody. */
export const session = signal<Session | null | undefined>(undefined);
/** The receiver did not answer at all. */
export const isUnreachable = signal(false);

/** The workspace of the address, else the first. */
export const workspace = computed<WorkspaceRole | null>(() => {
  const all = session.value?.workspaces ?? [];
  return all.find(({ id }) => id === route.value.workspaceId) ?? all[0] ?? null;
});

/** What the buttons of somebody without the right are left away for; the receiver refuses in any case. */
export const isOwner = computed(() => workspace.value?.role === 'owner');
export const mayWrite = computed(() => workspace.value !== null && workspace.value.role !== 'viewer');

/** After a change of what belongs to oneself. */
export function replaceSession(changed: Session): void {
  session.value = changed;
}

/** Token of the invitation that the address brought. It is kept here alone: in the address it would get into the history. */
export const invitation = signal<string | null>(null);

export function leaveInvitation(): void {
  invitation.value = null;
}

/** With a session that an invitation began or changed. */
export function enter(body: Session): void {
  take({ ok: true, body });
  leaveInvitation();
}

function take(answer: Answer<Session>): Answer<Session> {
  isUnreachable.value = !answer.ok && answer.status === 0;
  if (answer.ok) {
    rememberCsrfToken(answer.body.csrf_token);
    session.value = answer.body;
  }
  return answer;
}

/** Signs in by the link of the address, if there is one, else asks whether somebody is signed in. */
export async function begin(): Promise<void> {
  const invited = hashParameter('invitation');
  if (invited !== null) {
    history.replaceState(null, '', '#/');
    invitation.value = invited;
  }
  const link = hashParameter('login');
  if (link !== null) {
    // Not to be found in the history afterwards.
    history.replaceState(null, '', '#/');
    if ((await signIn({ link })).ok) return;
  }
  await refresh();
}

export async function refresh(): Promise<void> {
  const answer = take(await ask<Session>('GET', SESSION));
  if (!answer.ok) session.value = null;
}

export const signIn = async (body: { link: string } | { name: string; password: string }) =>
  take(await ask<Session>('POST', SESSION, body));

export async function signOut(): Promise<void> {
  const answer = await ask('DELETE', SESSION);
  if (answer.ok) session.value = null;
}

effect(() => {
  if (signedOutCount.value > 0) session.value = null;
});
