import type { Handlers } from './attempt.ts';
import { done, type HandlerNeeds, postOnce } from './post.ts';

export function createNoticeHandler({ chats, speech }: HandlerNeeds): Handlers['notice'] {
  return async ({ text, target }, attempt) => {
    const posted = await postOnce(chats, target, () => speech.notice(text), attempt);
    return posted.ok ? done : posted;
  };
}
