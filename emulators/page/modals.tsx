import { type FormEvent, useEffect, useRef, useState } from 'react';
import type { Chat } from './chat.ts';
import { type Form, type FormValues, initialValues } from './form-schema.ts';
import { Icon } from './icons.tsx';
import { ModalBody } from './slack/modal-body.tsx';
import { TaskBody } from './teams/task-body.tsx';
import type { LiveMessage } from './use-messages.ts';

/** The modals that are open for this person; of a pile, the uppermost alone can be seen. */
export function Modals({ chat, modals }: { readonly chat: Chat; readonly modals: readonly LiveMessage[] }) {
  const top = modals.findLast((one) => one.form?.covered !== true);
  if (top?.form == null) return undefined;
  return <Modal key={top.id} chat={chat} view={top} form={top.form} />;
}

/** The browser's own dialog keeps the focus inside and gives it back; Escape asks the chat to close it. */
function Modal({ chat, view, form }: { readonly chat: Chat; readonly view: LiveMessage; readonly form: Form }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [values, setValues] = useState<FormValues>(() => initialValues(form));
  const [busy, setBusy] = useState(false);
  const [lost, setLost] = useState(false);
  useEffect(() => {
    const before = document.activeElement;
    dialog.current?.showModal();
    dialog.current?.querySelector<HTMLElement>('.modal-body :is(input, select, textarea)')?.focus();
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  // An answer to a submit is a new state of the form: with errors, or of another step.
  useEffect(() => setBusy(false), [view.seq]);
  useFirstFault(dialog, form);
  const close = (): void => void chat.give('close', { form: form.id });
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setBusy(true);
    setLost(false);
    const outcome = await chat.give('submit', { form: form.id, values: filled(form, values) });
    if (outcome === 'accepted') return;
    setBusy(false);
    setLost(true);
  };
  const shared = {
    chat,
    form,
    values,
    onChange: (label: string, value: FormValues[string]) => setValues((all) => ({ ...all, [label]: value })),
  };
  return (
    <dialog
      ref={dialog}
      className="modal"
      aria-label={form.title}
      onCancel={(event) => {
        event.preventDefault();
        close();
      }}
    >
      <form noValidate aria-busy={busy} onSubmit={(event) => void submit(event)}>
        <header className="modal-head">
          <h2>{form.title}</h2>
          <button type="button" className="icon-button" aria-label="Close" onClick={close}>
            <Icon name="close" />
          </button>
        </header>
        {form.error == null && !lost ? undefined : (
          <p className="trouble" role="alert">
            {form.error ?? 'We had some trouble connecting. Try again?'}
          </p>
        )}
        <div className="modal-body">
          {chat.platform === 'slack' ? <ModalBody {...shared} payload={view.payload} /> : <TaskBody {...shared} view={view} />}
        </div>
        {form.submit == null && chat.platform === 'teams' ? undefined : (
          <footer className="modal-foot">
            <button type="button" className="button" onClick={close}>
              {form.cancel ?? 'Cancel'}
            </button>
            {form.submit == null ? undefined : (
              <button type="submit" className="button primary" disabled={busy}>
                {busy ? 'One moment…' : form.submit}
              </button>
            )}
          </footer>
        )}
      </form>
    </dialog>
  );
}

/** What is submitted: only fields that are there now, and no empty ones. */
export function filled(form: Form, values: FormValues): FormValues {
  return Object.fromEntries(
    form.fields.flatMap(({ label }) => {
      const value = values[label] ?? '';
      return value.length === 0 ? [] : [[label, value] as const];
    }),
  );
}

/** Leads to the first field that the bot found a fault with. */
function useFirstFault(dialog: React.RefObject<HTMLDialogElement | null>, form: Form): void {
  const faults = form.fields.filter((one) => one.error != null).map((one) => one.label);
  const which = faults.join('\n');
  useEffect(() => {
    if (which !== '') dialog.current?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus();
  }, [dialog, which]);
}
