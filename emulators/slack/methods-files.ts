import { jsonArg, requiredArg, SlackRefusal, stringArg } from './answer.ts';
import { type Method, newMessage, reachable } from './methods-chat.ts';
import { list, stringOf } from './readable.ts';
import type { SlackFile, SlackWorkspace } from './workspace.ts';

/** `uploadUrl`: where a ticket's bytes go. `slowPictures`: how often a new picture is not ready to be shown. */
export function fileMethods(uploadUrl: (id: string) => string, slowPictures: number): Readonly<Record<string, Method>> {
  return {
    'files.getUploadURLExternal': (args, workspace) => {
      const name = requiredArg(args, 'filename');
      const length = Number(requiredArg(args, 'length'));
      if (!Number.isInteger(length) || length <= 0) throw new SlackRefusal('invalid_arguments', ['[ERROR] length must be above 0']);
      const file: SlackFile = { id: workspace.nextId('F'), name, length, content: undefined, completed: false, unready: slowPictures };
      workspace.files.set(file.id, file);
      return { upload_url: uploadUrl(file.id), file_id: file.id };
    },
    'files.completeUploadExternal': (args, workspace) => {
      const wanted = list(jsonArg(args, 'files', 'invalid_arguments')).map((entry) => stringOf(entry['id']));
      if (wanted.length === 0) throw new SlackRefusal('invalid_arguments', ['[ERROR] missing required field: files']);
      const channel = stringArg(args, 'channel_id') === undefined ? undefined : reachable(args, workspace, 'channel_id');
      const files = wanted.map((id) => uploaded(id, workspace));
      for (const file of files) file.completed = true;
      if (channel !== undefined) {
        const text = stringArg(args, 'initial_comment') ?? '';
        const payload = { files: files.map(({ id, name }) => ({ id, name })), text };
        const more = { threadTs: stringArg(args, 'thread_ts'), files: wanted, payload };
        workspace.put(newMessage(workspace, channel.id, { text, blocks: [] }, more));
      }
      return { files: files.map((file) => wireFile(file, workspace)) };
    },
    'files.info': (args, workspace) => {
      const file = workspace.files.get(requiredArg(args, 'file', 'file_not_found'));
      if (file?.completed !== true) throw new SlackRefusal('file_not_found');
      return { file: wireFile(file, workspace) };
    },
  };
}

function uploaded(id: string, workspace: SlackWorkspace): SlackFile {
  const file = workspace.files.get(id);
  if (file === undefined) throw new SlackRefusal('file_not_found');
  if (file.content === undefined) throw new SlackRefusal('file_update_failed');
  return file;
}

function wireFile(file: SlackFile, workspace: SlackWorkspace): Readonly<Record<string, unknown>> {
  return {
    id: file.id,
    name: file.name,
    title: file.name,
    size: file.length,
    mimetype: mediaTypeOf(file.name),
    url_private: workspace.fileUrl(file.id),
  };
}

export function mediaTypeOf(name: string): string {
  const types: Readonly<Record<string, string>> = {
    png: 'image/png',
    csv: 'text/csv; charset=utf-8',
    txt: 'text/plain; charset=utf-8',
    json: 'application/json',
  };
  return types[name.split('.').at(-1)?.toLowerCase() ?? ''] ?? 'application/octet-stream';
}
