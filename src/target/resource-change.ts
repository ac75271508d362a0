/** What a deployment would do to a resource, or to one of its properties. */
export interface ResourceChange {
  readonly id: string;
  /** Create | Modify | Delete | Deploy | NoChange | Ignore | Unsupported */
  readonly change: string;
  readonly properties: readonly {
    readonly path: string;
    readonly change: string;
    readonly before?: unknown;
    readonly after?: unknown;
  }[];
}
