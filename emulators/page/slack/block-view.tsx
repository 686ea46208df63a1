import { createElement } from 'react';
import { pictureLink } from '../picture-link.ts';
import { type Act, Elements, ElementView } from './elements.tsx';
import type { Block, Cell, Drawn, ImageBlock } from './schema.ts';
import { Inlines, Markup, RichText, TextView } from './text.tsx';

/** Where the picture of an image block can be fetched. */
export type FindPicture = (image: ImageBlock) => string | undefined;

interface Props<One extends Block = Block> {
  readonly block: One;
  readonly picture: FindPicture;
  readonly onAct: Act;
}

/** A block as it was posted, or a line that tells what this page cannot draw. */
export function DrawnBlock({ drawn, ...rest }: { readonly drawn: Drawn; readonly picture: FindPicture; readonly onAct: Act }) {
  if (drawn.known) return <BlockView block={drawn.block} {...rest} />;
  return <p className="trouble">This page cannot draw a block of type “{drawn.type}”.</p>;
}

function BlockView({ block, picture, onAct }: Props) {
  switch (block.type) {
    case 'header':
      return <h3 className="slack-header">{block.text.text}</h3>;
    case 'section':
      return <Section block={block} picture={picture} onAct={onAct} />;
    case 'context':
      return <Context block={block} picture={picture} onAct={onAct} />;
    case 'actions':
      return <Elements elements={block.elements} onAct={onAct} />;
    case 'divider':
      return <hr />;
    case 'markdown':
      return (
        <div className="slack-text">
          <Markup text={block.text} />
        </div>
      );
    case 'table':
      return <Table block={block} />;
    case 'rich_text':
      return <RichText elements={block.elements} />;
    case 'image':
      return <Picture image={block} url={picture(block)} />;
    case 'input':
      return <p className="trouble">A field that cannot be filled in here: {block.label.text}</p>;
  }
}

function Section({ block, picture, onAct }: Props<Extract<Block, { type: 'section' }>>) {
  return (
    <div className="slack-section">
      <div>
        {block.text === undefined ? undefined : (
          <div className="slack-text">
            <TextView text={block.text} />
          </div>
        )}
        {block.fields === undefined ? undefined : (
          <div className="slack-fields">
            {block.fields.map((field, index) => createElement('div', { key: index, className: 'slack-text' }, <TextView text={field} />))}
          </div>
        )}
      </div>
      {block.accessory === undefined ? undefined : block.accessory.type === 'image' ? (
        <Picture image={block.accessory} url={picture(block.accessory)} />
      ) : (
        <ElementView element={block.accessory} onAct={onAct} />
      )}
    </div>
  );
}

function Context({ block, picture }: Props<Extract<Block, { type: 'context' }>>) {
  const parts = block.elements.map((part) =>
    part.type === 'image' ? <Picture image={part} url={picture(part)} /> : <TextView text={part} />,
  );
  return <div className="slack-context">{parts.map((part, index) => createElement('span', { key: index }, part))}</div>;
}

function Table({ block }: { readonly block: Extract<Block, { type: 'table' }> }) {
  const [head = [], ...rows] = block.rows;
  const align = (column: number): React.CSSProperties => ({ textAlign: block.column_settings?.[column]?.align ?? 'left' });
  const cells = (kind: 'th' | 'td', row: readonly Cell[]): React.ReactNode[] =>
    row.map((cell, column) => createElement(kind, { key: column, style: align(column) }, <CellView cell={cell} />));
  return (
    <div className="wide" tabIndex={0} role="region" aria-label="Table">
      <table>
        <thead>
          <tr>{cells('th', head)}</tr>
        </thead>
        <tbody>{rows.map((row, index) => createElement('tr', { key: index }, cells('td', row)))}</tbody>
      </table>
    </div>
  );
}

function CellView({ cell }: { readonly cell: Cell }) {
  switch (cell.type) {
    case 'raw_text':
      return cell.text;
    case 'raw_number':
      return cell.text ?? String(cell.value);
    case 'rich_text':
      return cell.elements.map((part, index) => (
        <span key={`${part.type} ${index}`}>{part.type === 'rich_text_list' ? undefined : <Inlines elements={part.elements} />}</span>
      ));
  }
}

function Picture({ image, url }: { readonly image: ImageBlock; readonly url: string | undefined }) {
  return (
    <figure>
      {image.title === undefined ? undefined : <figcaption>{image.title.text}</figcaption>}
      {url === undefined ? (
        <p className="trouble">A picture that cannot be fetched: {image.alt_text}</p>
      ) : (
        <a href={url} {...pictureLink}>
          <img src={url} alt={image.alt_text} />
        </a>
      )}
    </figure>
  );
}
