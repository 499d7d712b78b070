import type { CDPSession } from '@playwright/test';
import type { ExtensionSession } from '../../scripts/extension-session.ts';

/** The debugger of the extension's worker. While it is attached the browser does not end the worker for being idle. */
export interface WorkerDebugger {
  send(method: string, params?: object): Promise<unknown>;
  detach(): Promise<void>;
}

interface Received {
  sessionId: string;
  message: string;
}

/** @throws when no worker is running */
export async function attachToWorker({ context, extensionId }: ExtensionSession): Promise<WorkerDebugger> {
  const browser = await context.browser()?.newBrowserCDPSession();
  if (!browser) throw new Error('this browser has no debugger');
  const { targetInfos } = await browser.send('Target.getTargets');
  const worker = targetInfos.find(({ type, url }) => type === 'service_worker' && url.includes(extensionId));
  if (!worker) throw new Error('the worker is not running');
  // Playwright speaks to no sessions below its own, so messages are wrapped.
  const { sessionId } = await browser.send('Target.attachToTarget', { targetId: worker.targetId, flatten: false });
  let serial = 0;
  return {
    async send(method, params = {}) {
      serial += 1;
      const answer = answerTo(browser, sessionId, serial);
      const message = JSON.stringify({ id: serial, method, params });
      await browser.send('Target.sendMessageToTarget', { sessionId, message });
      return answer;
    },
    detach: () => browser.detach(),
  };
}

function answerTo(browser: CDPSession, sessionId: string, id: number): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const receive = (received: Received) => {
      const answer = received.sessionId === sessionId ? (JSON.parse(received.message) as Answer) : null;
      if (answer?.id !== id) return;
      browser.off('Target.receivedMessageFromTarget', receive);
      if (answer.error) reject(new Error(answer.error.message));
      else resolve(answer.result);
    };
    browser.on('Target.receivedMessageFromTarget', receive);
  });
}

interface Answer {
  id: number;
  result?: unknown;
  error?: { message: string };
}
