import { slackWorld } from '../world.ts';

export interface SlackFile {
  readonly id: string;
  readonly name: string;
  readonly length: number;
  readonly alt: string | undefined;
  title: string;
  content: Buffer | undefined;
  completed: boolean;
  /** How often Slack still says that it does not know the picture, because it is processing it. */
  unready: number;
  /** Where it is shared; empty: a picture that only messages show. */
  readonly channels: Set<string>;
}

/** The files of the workspace. */
export class SlackFiles {
  readonly #files = new Map<string, SlackFile>();
  readonly #baseUrl: () => string;

  constructor(baseUrl: () => string) {
    this.#baseUrl = baseUrl;
  }

  get(id: string): SlackFile | undefined {
    return this.#files.get(id);
  }

  add(file: Pick<SlackFile, 'id' | 'name' | 'length' | 'alt' | 'unready'>): SlackFile {
    const added = { ...file, title: file.name, content: undefined, completed: false, channels: new Set<string>() };
    this.#files.set(file.id, added);
    return added;
  }

  remove(id: string): void {
    this.#files.delete(id);
  }

  /** Whether an image block can show the file yet. Asking is what moves its processing on. */
  takesPicture(id: string): boolean {
    const file = this.#files.get(id);
    if (file?.completed !== true || !/\.(?:png|jpe?g|gif)$/iu.test(file.name)) return false;
    if (file.unready > 0) {
      file.unready -= 1;
      return false;
    }
    return true;
  }

  /** Where people, who are signed in, see the file; undefined until its upload is complete. */
  shownAt(id: string): string | undefined {
    const file = this.#files.get(id);
    return file?.completed === true ? `${this.#baseUrl()}/slack/files/${id}/${encodeURIComponent(file.name)}` : undefined;
  }

  /** A file as the app is told of it; its addresses want the app's token. */
  wire(file: SlackFile): Readonly<Record<string, unknown>> {
    const privately = `${this.#baseUrl()}/slack/files-pri/${slackWorld.teamId}-${file.id}`;
    const processed = file.unready === 0;
    const name = encodeURIComponent(file.name);
    return {
      id: file.id,
      name: file.name,
      title: file.title,
      size: file.length,
      user: slackWorld.botUserId,
      // Both stay empty until Slack has looked at the file.
      mimetype: processed ? (mediaTypeOf(file.name).split(';')[0] ?? '') : '',
      filetype: processed ? (file.name.split('.').at(-1)?.toLowerCase() ?? '') : '',
      mode: 'hosted',
      is_public: file.channels.size > 0,
      channels: [...file.channels],
      url_private: `${privately}/${name}`,
      url_private_download: `${privately}/download/${name}`,
      ...(file.alt === undefined ? {} : { alt_txt: file.alt }),
    };
  }
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
