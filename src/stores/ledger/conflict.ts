/** Leaves the transaction, so that nothing of the change is kept. */
export class Conflict extends Error {
  override readonly name = 'Conflict';
}
