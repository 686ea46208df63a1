import type { Message } from '../control-api.ts';
import { DrawnBlock } from './block-view.tsx';
import type { Act } from './elements.tsx';
import { type Drawn, type ImageBlock, readBlocks } from './schema.ts';

/** A message as Slack would draw what was posted; without blocks, its text. */
export function SlackMessage({ message, onAct }: { readonly message: Message; readonly onAct: Act }) {
  const blocks = readBlocks(message.payload);
  const pictures = picturesOf(blocks ?? [], message);
  return (
    <>
      {blocks === undefined ? (
        <p className="said">{message.text}</p>
      ) : (
        blocks.map((drawn, index) => (
          <DrawnBlock
            key={drawn.known ? `${drawn.block.type} ${index}` : `unknown ${index}`}
            drawn={drawn}
            picture={(image) => image.image_url ?? pictures.get(image)}
            onAct={onAct}
          />
        ))
      )}
      <Files message={message} />
    </>
  );
}

/** Uploaded pictures are named by file in a block; the message lists where they can be fetched, in the same order. */
function picturesOf(blocks: readonly Drawn[], message: Message): ReadonlyMap<ImageBlock, string> {
  const images = blocks.flatMap((drawn) => (drawn.known ? imagesOf(drawn) : []));
  return new Map(
    images.flatMap((image, index) => {
      const url = message.images[index]?.url;
      return url === undefined ? [] : [[image, url] as const];
    }),
  );
}

function imagesOf({ block }: Extract<Drawn, { known: true }>): readonly ImageBlock[] {
  if (block.type === 'image') return [block];
  if (block.type === 'section' && block.accessory?.type === 'image') return [block.accessory];
  if (block.type === 'context') return block.elements.filter((part) => part.type === 'image');
  return [];
}

function Files({ message }: { readonly message: Message }) {
  return message.files.map((file) => (
    <a key={file.url} className="file" href={file.url} target="_blank" rel="noreferrer">
      {file.name}
    </a>
  ));
}
