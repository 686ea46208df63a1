import { useId } from 'react';
import type { Chat } from './chat.ts';
import { Combobox } from './combobox.tsx';
import { readChoices } from './control-api.ts';
import type { FormField } from './form-schema.ts';

interface Props {
  readonly chat: Chat;
  /** The form's id. */
  readonly form: string;
  readonly field: FormField;
  readonly value: string | readonly string[];
  readonly onChange: (value: string | readonly string[]) => void;
}

/** One field of a form, with its label, its hint, and what was said of it. */
export function Field(props: Props) {
  const { field } = props;
  const id = useId();
  const described = [field.hint == null ? '' : `${id}-hint`, field.error == null ? '' : `${id}-error`].filter((one) => one !== '');
  return (
    <div className={field.error == null ? 'field' : 'field wrong'}>
      <label htmlFor={id}>
        {field.label}
        {field.required ? undefined : <span className="quiet"> (optional)</span>}
      </label>
      <Control {...props} id={id} described={described.length === 0 ? undefined : described.join(' ')} />
      {field.error == null ? undefined : (
        <p className="field-error" id={`${id}-error`} role="alert">
          {field.error}
        </p>
      )}
      {field.hint == null ? undefined : (
        <p className="quiet" id={`${id}-hint`}>
          {field.hint}
        </p>
      )}
    </div>
  );
}

function Control({
  chat,
  form,
  field,
  value,
  onChange,
  id,
  described,
}: Props & { readonly id: string; readonly described: string | undefined }) {
  const text = typeof value === 'string' ? value : value.join(', ');
  const shared = { id, 'aria-describedby': described, 'aria-invalid': field.error != null, 'aria-required': field.required };
  const placeholder = field.placeholder ?? undefined;
  switch (field.kind) {
    case 'multiline':
      return <textarea {...shared} placeholder={placeholder} rows={4} value={text} onChange={(event) => onChange(event.target.value)} />;
    case 'text':
    case 'number':
    case 'date':
    case 'time':
      return (
        <input
          {...shared}
          type={field.kind}
          placeholder={placeholder}
          autoComplete="off"
          value={text}
          onChange={(event) => onChange(event.target.value)}
        />
      );
    case 'select':
      return (
        <select {...shared} value={text} onChange={(event) => onChange(event.target.value)}>
          {text === '' || !field.required ? <option value="">{placeholder ?? 'Choose…'}</option> : undefined}
          {field.options?.map((label) => (
            <option key={label}>{label}</option>
          ))}
        </select>
      );
    case 'multiselect':
      return (
        <select
          {...shared}
          multiple
          value={typeof value === 'string' ? [] : [...value]}
          onChange={(event) => onChange([...event.target.selectedOptions].map((one) => one.value))}
        >
          {field.options?.map((label) => (
            <option key={label}>{label}</option>
          ))}
        </select>
      );
    case 'toggle':
      return <input {...shared} type="checkbox" checked={text === 'true'} onChange={(event) => onChange(String(event.target.checked))} />;
    case 'search':
      return (
        <Combobox
          id={id}
          value={text}
          described={described}
          invalid={field.error != null}
          placeholder={field.placeholder ?? 'Type to search'}
          onChange={onChange}
          search={(typed, signal) => readChoices({ platform: chat.platform, form, user: chat.user, field: field.label, typed }, signal)}
        />
      );
  }
}
