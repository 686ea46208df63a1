/** Minutes in the two ways Azure writes them. */

/** "PT5M", "PT1H", "P1D" → minutes. */
export function readMinutes(iso: string): number | undefined {
  const parts = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?)?$/iu.exec(iso);
  if (parts === null) return undefined;
  const [days, hours, minutes] = parts.slice(1).map((part) => Number(part ?? 0));
  return (days ?? 0) * 1440 + (hours ?? 0) * 60 + (minutes ?? 0) || undefined;
}

export function writeMinutes(minutes: number): string {
  if (minutes % 1440 === 0) return `P${minutes / 1440}D`;
  return minutes % 60 === 0 ? `PT${minutes / 60}H` : `PT${minutes}M`;
}

/** "00:05:00", "1.00:00:00", as its error messages write them. */
export function writeClock(minutes: number): string {
  const two = (value: number): string => String(value).padStart(2, '0');
  const days = Math.floor(minutes / 1440);
  const clock = `${two(Math.floor((minutes % 1440) / 60))}:${two(minutes % 60)}:00`;
  return days === 0 ? clock : `${days}.${clock}`;
}
