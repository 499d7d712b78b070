import { workspacePath } from '../api/client.ts';
import type { Conversation } from '../api/types.ts';
import { Facts } from '../parts/Facts.tsx';
import { OutsideLink } from '../parts/OutsideLink.tsx';
import { Problem } from '../parts/Problem.tsx';
import { Time } from '../parts/Time.tsx';
import { useLoaded } from '../parts/use-loaded.ts';
import { addressOf } from '../route.ts';
import { t } from '../text.ts';
import { MessageList } from './MessageList.tsx';

/** One conversation, to be read and downloaded. */
export function ConversationView({ workspaceId, id }: { workspaceId: string; id: string }) {
  const path = workspacePath(workspaceId, 'conversations', id);
  const { body, refusal, reload } = useLoaded<Conversation>(path);
  return (
    <>
      <p>
        <a class="back" href={addressOf(workspaceId, ['conversations'])}>
          ← {t('conversation_back')}
        </a>
      </p>
      <Problem refusal={refusal} onRetry={reload} />
      {body ? <Whole conversation={body} path={path} /> : !refusal && <div class="section skeleton" />}
    </>
  );
}

function Whole({ conversation, path }: { conversation: Conversation; path: string }) {
  const title = conversation.title || t('untitled');
  return (
    <>
      <h1 dir="auto">{title}</h1>
      <section class="section">
        <Facts
          facts={[
            [t('source'), conversation.source],
            [t('conversation_model'), conversation.models.join(', ')],
            [t('conversation_created'), <Time key="at" at={conversation.created_at} />],
            [t('conversation_updated'), <Time key="at" at={conversation.updated_at} />],
            [t('conversation_completeness'), t(`completeness_${conversation.completeness}`)],
            [
              t('conversation_original'),
              conversation.url && (
                <OutsideLink key="url" href={conversation.url}>
                  {conversation.url}
                </OutsideLink>
              ),
            ],
          ]}
        />
        <p>
          <a class="button" href={`${path}/note`} download={`${title}.md`}>
            {t('conversation_download')}
          </a>
        </p>
      </section>
      <MessageList messages={conversation.messages} blobs={path.replace(/\/conversations\/.*$/, '/blobs')} />
    </>
  );
}
