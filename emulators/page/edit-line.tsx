import { useState } from 'react';

/** The words of a message, to be changed. `onDone` gets undefined when they stay as they are. */
export function EditLine({ text, onDone }: { readonly text: string; readonly onDone: (text: string | undefined) => void }) {
  const [words, setWords] = useState(text);
  return (
    <form
      className="edit-line"
      onSubmit={(event) => {
        event.preventDefault();
        onDone(words.trim() === '' || words === text ? undefined : words.trim());
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        onDone(undefined);
      }}
    >
      <input aria-label="Edit the message" autoFocus value={words} onChange={(event) => setWords(event.target.value)} />
      <button type="button" className="button" onClick={() => onDone(undefined)}>
        Cancel
      </button>
      <button type="submit" className="button primary">
        Save
      </button>
    </form>
  );
}
