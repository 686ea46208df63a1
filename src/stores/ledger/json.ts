/** Reads a `body` column. The ledger trusts what it wrote itself: the row's column says which shape it has. */
export function readBody<Shape>(row: { readonly body: string }): Shape {
  return JSON.parse(row.body);
}

/** `undefined` members are left out, and absent when read again. */
export function toBody(shape: object): string {
  return JSON.stringify(shape);
}
