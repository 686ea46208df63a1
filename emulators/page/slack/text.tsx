import { createElement } from 'react';
import { personIn } from '../people.ts';
import { readMrkdwn, type Span } from './mrkdwn.ts';
import type { Inline, RichElement, TextObject } from './schema.ts';

/** A text object of Block Kit: plain, or Slack's own markup. */
export function TextView({ text }: { readonly text: TextObject }) {
  return text.type === 'plain_text' ? text.text : <Markup text={text.text} />;
}

/** Text in Slack's own markup. */
export function Markup({ text }: { readonly text: string }) {
  return readMrkdwn(text).map((span, index) => createElement(SpanView, { key: index, span }));
}

function SpanView({ span }: { readonly span: Span }) {
  switch (span.kind) {
    case 'text':
      return span.text;
    case 'bold':
      return <strong>{span.text}</strong>;
    case 'italic':
      return <em>{span.text}</em>;
    case 'strike':
      return <s>{span.text}</s>;
    case 'code':
      return <code>{span.text}</code>;
    case 'pre':
      return <pre>{span.text}</pre>;
    case 'link':
      return <Link url={span.url}>{span.text}</Link>;
    case 'ping':
      return <span className="ping">{personIn(span.text)}</span>;
  }
}

export function RichText({ elements }: { readonly elements: readonly RichElement[] }) {
  return <div className="rich-text">{elements.map((element, index) => createElement(RichElementView, { key: index, element }))}</div>;
}

function RichElementView({ element }: { readonly element: RichElement }) {
  switch (element.type) {
    case 'rich_text_section':
      return (
        <p>
          <Inlines elements={element.elements} />
        </p>
      );
    case 'rich_text_list': {
      const items = element.elements.map((item, index) => createElement('li', { key: index }, <Inlines elements={item.elements} />));
      return element.style === 'ordered' ? <ol>{items}</ol> : <ul>{items}</ul>;
    }
    case 'rich_text_preformatted':
      return (
        <pre>
          <Inlines elements={element.elements} />
        </pre>
      );
    case 'rich_text_quote':
      return (
        <blockquote>
          <Inlines elements={element.elements} />
        </blockquote>
      );
  }
}

/** The runs of a rich text, in a row. */
export function Inlines({ elements }: { readonly elements: readonly Inline[] }) {
  return elements.map((element, index) => createElement(InlineView, { key: index, element }));
}

function InlineView({ element }: { readonly element: Inline }) {
  switch (element.type) {
    case 'text':
      return styled(element.text, element.style);
    case 'link':
      return <Link url={element.url}>{styled(element.text ?? element.url, element.style)}</Link>;
    case 'emoji':
      return element.unicode === undefined
        ? `:${element.name}:`
        : String.fromCodePoint(...element.unicode.split('-').map((point) => Number.parseInt(point, 16)));
    case 'user':
      return <span className="ping">{personIn(`@${element.user_id}`)}</span>;
    case 'channel':
      return <span className="ping">#{element.channel_id}</span>;
    case 'broadcast':
      return <span className="ping">@{element.range}</span>;
    case 'date':
      return element.fallback ?? new Date(element.timestamp * 1_000).toISOString();
  }
}

type Style = Extract<Inline, { type: 'text' }>['style'];

function styled(text: string, style: Style): React.ReactNode {
  let drawn: React.ReactNode = text;
  if (style?.code === true) drawn = <code>{drawn}</code>;
  if (style?.bold === true) drawn = <strong>{drawn}</strong>;
  if (style?.italic === true) drawn = <em>{drawn}</em>;
  if (style?.strike === true) drawn = <s>{drawn}</s>;
  return drawn;
}

function Link({ url, children }: { readonly url: string; readonly children: React.ReactNode }) {
  return (
    <a href={url} target="_blank" rel="noreferrer">
      {children}
    </a>
  );
}
