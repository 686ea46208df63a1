import { useState } from 'react';

/** One line to say something. */
export function Composer(props: {
  readonly label: string;
  readonly hint: string;
  readonly action: string;
  readonly onSay: (text: string) => Promise<'accepted' | 'refused'>;
}) {
  const [text, setText] = useState('');
  const [sending, setSending] = useState(false);
  const send = async (): Promise<void> => {
    if (text.trim() === '' || sending) return;
    setSending(true);
    const outcome = await props.onSay(text.trim());
    setSending(false);
    // What was refused stays, to be mended.
    if (outcome === 'accepted') setText('');
  };
  return (
    <form
      className="composer"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <input
        aria-label={props.label}
        placeholder={props.hint}
        autoComplete="off"
        spellCheck={false}
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <button type="submit" disabled={text.trim() === ''}>
        {props.action}
      </button>
    </form>
  );
}
