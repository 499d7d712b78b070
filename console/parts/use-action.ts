import { useState } from 'preact/hooks';
import { type Answer, ask, type Refusal } from '../api/client.ts';

export interface Action {
  readonly isBusy: boolean;
  /** Why the last one was refused. */
  readonly refusal: Refusal | null;
  readonly run: <Body>(method: string, path: string, body?: object) => Promise<Answer<Body>>;
}

/** Something that a person has done: one at a time, with what came of it. */
export function useAction(): Action {
  const [isBusy, setIsBusy] = useState(false);
  const [refusal, setRefusal] = useState<Refusal | null>(null);
  const run = async <Body>(method: string, path: string, body?: object) => {
    setIsBusy(true);
    const answer = await ask<Body>(method, path, body);
    setRefusal(answer.ok ? null : answer);
    setIsBusy(false);
    return answer;
  };
  return { isBusy, refusal, run };
}
