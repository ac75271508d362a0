/** One change that azmon made on a machine, entered there before it was made (docs/wrapper.md, "The ledger"). */
export interface LedgerEntry {
  readonly seq: number;
  /** ISO 8601 */
  readonly at: string;
  readonly run: string;
  readonly by: string;
  /** The verb of the wrapper. */
  readonly do: string;
  readonly kind: string;
  readonly what: string;
  readonly before: string;
}
