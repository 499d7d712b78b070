import { z } from 'zod';
import { createWorkspace, WORKSPACE_REFUSALS } from '../../accounts/create-workspace.ts';
import { generateSecret } from '../../../lib/protocol/secret.ts';
import type { WorkspaceStore, WorkspaceSummary } from '../../store/workspace-store.ts';
import { answerError } from '../answers.ts';
import { isoTime } from './iso-time.ts';
import { type ApiRoute, defineRoute } from './route.ts';

const WORKSPACES = '/api/v1/workspaces';
const MAX_DAYS = 36_500;
const MAX_IDLE_MINUTES = 525_600;

const nameSchema = z.string().trim().min(1).max(100);
const itemSchema = z.object({
  id: z.string(),
  name: z.string(),
  created_at: z.iso.datetime(),
  render_only: z.boolean(),
  /** `null`: as the receiver is set up. */
  retention_days: z.int().nullable(),
  conversation_idle_minutes: z.int().nullable(),
});

/** The places that events go to (docs/protocol.md, section 7). */
export function createWorkspaceRoutes(store: WorkspaceStore): readonly ApiRoute[] {
  return [...createOperatorRoutes(store), ...createOwnRoutes(store)];
}

function createOperatorRoutes(store: WorkspaceStore): readonly ApiRoute[] {
  return [
    defineRoute({
      method: 'GET',
      path: WORKSPACES,
      scope: 'admin',
      summary: 'All workspaces, oldest first; for the operator alone',
      answer: { status: 200, description: 'The workspaces', schema: z.object({ items: z.array(itemSchema) }) },
      handle: async ({ c }) => c.json({ items: (await store.listWorkspaces()).map(toItem) }),
    }),
    defineRoute({
      method: 'POST',
      path: WORKSPACES,
      scope: 'admin',
      summary: 'Make a workspace; for the operator alone',
      body: z.strictObject({ id: z.string().optional(), name: nameSchema.optional(), secret: z.string().optional() }),
      answer: {
        status: 201,
        description: 'The workspace with its first secret, shown this once',
        schema: itemSchema.extend({ secret: z.string() }),
      },
      handle: async ({ c, body, now }) => {
        const secret = body.secret ?? generateSecret();
        const created = await createWorkspace(store, { ...body, secret }, now);
        if (!created.ok) {
          const path = created.reason.includes('secret') ? 'secret' : 'id';
          return answerError(c, 'invalid_payload', { issues: [{ path, message: WORKSPACE_REFUSALS[created.reason] }] });
        }
        const workspace = await store.findWorkspace(created.id);
        return workspace ? c.json({ ...toItem(workspace), secret }, 201) : answerError(c, 'not_found');
      },
    }),
  ];
}

function createOwnRoutes(store: WorkspaceStore): readonly ApiRoute[] {
  return [
    defineRoute({
      method: 'GET',
      path: `${WORKSPACES}/{ws}`,
      scope: 'read',
      summary: 'A workspace and its settings',
      answer: { status: 200, description: 'The workspace', schema: itemSchema },
      handle: async ({ c, workspaceId }) => {
        const workspace = await store.findWorkspace(workspaceId);
        return workspace ? c.json(toItem(workspace)) : answerError(c, 'not_found');
      },
    }),
    defineRoute({
      method: 'PATCH',
      path: `${WORKSPACES}/{ws}`,
      scope: 'admin',
      summary: 'Change what is named; null for a setting: as the receiver is set up',
      body: z.strictObject({
        name: nameSchema.optional(),
        render_only: z.boolean().optional(),
        retention_days: z.int().min(0).max(MAX_DAYS).nullable().optional(),
        conversation_idle_minutes: z.int().min(1).max(MAX_IDLE_MINUTES).nullable().optional(),
      }),
      answer: { status: 200, description: 'The workspace as it is now', schema: itemSchema },
      handle: async ({ c, workspaceId, body }) => {
        const settings = withoutUndefined({
          renderOnly: body.render_only,
          retentionDays: body.retention_days,
          conversationIdleMinutes: body.conversation_idle_minutes,
        });
        const changed = await store.updateWorkspace(workspaceId, { name: body.name, settings });
        return changed ? c.json(toItem(changed)) : answerError(c, 'not_found');
      },
    }),
  ];
}

type Named<Value> = { [Name in keyof Value]?: Exclude<Value[Name], undefined> };

/** What is not named must not write over what there is. */
function withoutUndefined<Value extends object>(value: Value): Named<Value> {
  return Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as Named<Value>;
}

function toItem({ id, name, createdAt, settings }: WorkspaceSummary): z.infer<typeof itemSchema> {
  return {
    id,
    name,
    created_at: isoTime(createdAt),
    render_only: settings.renderOnly,
    retention_days: settings.retentionDays,
    conversation_idle_minutes: settings.conversationIdleMinutes,
  };
}
