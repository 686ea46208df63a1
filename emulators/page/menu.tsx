import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react';

export interface MenuItem {
  readonly label: string;
  /** Words beside the label. */
  readonly note?: string;
  /** For a choice of one among several. */
  readonly checked?: boolean;
  readonly danger?: true;
  readonly onPick: () => void;
}

/** The distance to the edge of the window that a menu keeps, px. */
const edge = 8;

/** A button that opens a list of things to do: arrows move, Enter takes, Escape closes and gives the focus back. */
export function Menu(props: {
  readonly label: string;
  readonly title?: string;
  readonly className: string;
  readonly items: readonly MenuItem[];
  readonly children: ReactNode;
}) {
  const [open, setOpen] = useState(false);
  const button = useRef<HTMLButtonElement>(null);
  const close = (focus: 'back' | 'elsewhere'): void => {
    setOpen(false);
    if (focus === 'back') button.current?.focus();
  };
  return (
    <>
      <button
        ref={button}
        type="button"
        className={props.className}
        aria-label={props.label}
        title={props.title ?? props.label}
        aria-haspopup="menu"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        {props.children}
      </button>
      {open ? <List label={props.label} items={props.items} beside={button.current} onClose={close} /> : undefined}
    </>
  );
}

function List(props: {
  readonly label: string;
  readonly items: readonly MenuItem[];
  readonly beside: HTMLElement | null;
  readonly onClose: (focus: 'back' | 'elsewhere') => void;
}) {
  const { items, beside, onClose } = props;
  const list = useRef<HTMLDivElement>(null);
  const leave = useRef(onClose);
  useEffect(() => {
    leave.current = onClose;
  }, [onClose]);

  useEffect(() => {
    const box = list.current;
    if (box === null || beside === null) return undefined;
    place(box, beside.getBoundingClientRect());
    (box.querySelector<HTMLElement>('[aria-checked="true"]') ?? box.querySelector<HTMLElement>('button'))?.focus();
    const outside = (event: Event): void => {
      if (event.target instanceof Node && !box.contains(event.target) && !beside.contains(event.target)) leave.current('elsewhere');
    };
    document.addEventListener('pointerdown', outside);
    return () => document.removeEventListener('pointerdown', outside);
  }, [beside]);

  const move = (event: KeyboardEvent): void => {
    if (event.key === 'Escape' || event.key === 'Tab') {
      event.preventDefault();
      event.stopPropagation();
      onClose('back');
    } else moveAmong(list.current, 'button', event);
  };
  return (
    <div ref={list} className="menu" role="menu" aria-label={props.label} popover="manual" onKeyDown={move}>
      {items.map(({ label, note, checked, danger, onPick }) => (
        <button
          key={label}
          type="button"
          role={checked === undefined ? 'menuitem' : 'menuitemradio'}
          aria-checked={checked}
          tabIndex={-1}
          className={danger === true ? 'danger' : undefined}
          onClick={() => {
            onClose('back');
            onPick();
          }}
        >
          <span>{label}</span>
          {note === undefined ? undefined : <span className="quiet">{note}</span>}
        </button>
      ))}
    </div>
  );
}

/** Above everything else, below what opened it or, where there is no room, above. */
function place(box: HTMLElement, beside: DOMRect): void {
  box.showPopover();
  const { width, height } = box.getBoundingClientRect();
  const below = beside.bottom + 4;
  const top = below + height + edge > window.innerHeight ? Math.max(edge, beside.top - height - 4) : below;
  const left = Math.max(edge, Math.min(beside.left, window.innerWidth - width - edge));
  Object.assign(box.style, { top: `${top}px`, left: `${left}px` });
}

/** Moves the focus among the elements of a list that `selector` finds, with the arrows, Home and End. */
export function moveAmong(list: HTMLElement | null, selector: string, event: KeyboardEvent): void {
  const all = [...(list?.querySelectorAll<HTMLElement>(selector) ?? [])];
  const at = all.findIndex((one) => one === document.activeElement || one.contains(document.activeElement));
  const target = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: all.length - 1 }[event.key];
  if (target === undefined || all.length === 0) return;
  event.preventDefault();
  all[Math.max(0, Math.min(all.length - 1, target))]?.focus();
}
