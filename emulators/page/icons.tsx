/** Each icon as the strokes of a 20 × 20 drawing. */
const strokes = {
  reply: 'M4 5.5h12v8H9l-3.5 3v-3H4z',
  more: 'M5 10h.01M10 10h.01M15 10h.01',
  close: 'M5 5l10 10M15 5L5 15',
  back: 'M16 10H5M10 4.5L4.5 10l5.5 5.5',
  menu: 'M3.5 5.5h13M3.5 10h13M3.5 14.5h13',
  sun: 'M10 6.7a3.3 3.3 0 1 0 0 6.6 3.3 3.3 0 0 0 0-6.6zM10 2v1.6M10 16.4V18M2 10h1.6M16.4 10H18M4.3 4.3l1.2 1.2M14.5 14.5l1.2 1.2M15.7 4.3l-1.2 1.2M5.5 14.5l-1.2 1.2',
  moon: 'M16.5 11.8A6.8 6.8 0 1 1 8.2 3.5a5.4 5.4 0 0 0 8.3 8.3z',
  auto: 'M3 4.5h14v9H3zM7.5 16.5h5M10 13.5v3',
  controls: 'M4 6h6M14 6h2M4 14h2M10 14h6M12 4.2a1.8 1.8 0 1 0 0 3.6 1.8 1.8 0 0 0 0-3.6zM8 12.2a1.8 1.8 0 1 0 0 3.6 1.8 1.8 0 0 0 0-3.6z',
  file: 'M5 2.8h6.5L15 6.3v10.9H5zM11.5 2.8v3.5H15M7.5 10h5M7.5 13h5',
  download: 'M10 3.5v8.5M6.5 8.8L10 12.3l3.5-3.5M4 16h12',
  start: 'M6.5 4.2v11.6L15.8 10z',
  send: 'M3.5 3.8L17 10 3.5 16.2 5.2 10zM5.2 10H11',
  down: 'M5.5 8l4.5 4.5L14.5 8',
  pin: 'M7.5 3h5l-.6 5 2.6 2.8v1.4h-9v-1.4L8.1 8zM10 12.2V17',
  eye: 'M2.5 10S5.3 5 10 5s7.5 5 7.5 5-2.8 5-7.5 5-7.5-5-7.5-5zM10 8a2 2 0 1 0 0 4 2 2 0 0 0 0-4z',
  chat: 'M3.5 4.5h13v9h-7l-3.5 3v-3H3.5z',
  team: 'M7.5 9.5a2.7 2.7 0 1 0 0-5.4 2.7 2.7 0 0 0 0 5.4zM2.8 16c0-2.8 2-4.3 4.7-4.3s4.7 1.5 4.7 4.3M13.3 9.5a2.2 2.2 0 1 0-.6-4.3M14 11.7c2 .2 3.4 1.6 3.4 4',
} as const;

export type IconName = keyof typeof strokes;

/** A drawing that says nothing to a screen reader: whatever bears it has words of its own. */
export function Icon({ name }: { readonly name: IconName }) {
  return (
    <svg className="icon" viewBox="0 0 20 20" aria-hidden="true">
      <path d={strokes[name]} />
    </svg>
  );
}
