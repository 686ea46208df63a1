/**
 * Rows as RFC 4180 wants them; lines end with CR LF. Text that a spreadsheet would take for a formula is made text by an
 * apostrophe; a plain number is none.
 */
export function csv(rows: readonly (readonly (string | number)[])[]): string {
  return rows.map((row) => `${row.map((cell) => textCell(String(cell))).join(',')}\r\n`).join('');
}

function textCell(text: string): string {
  const isFormula = /^[=+\-@\t\r\n]/u.test(text) && !/^-?\d+(?:\.\d+)?(?:e[+-]\d+)?$/u.test(text);
  const harmless = isFormula ? `'${text}` : text;
  return /[",\r\n]/u.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}
