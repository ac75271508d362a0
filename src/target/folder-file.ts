/** A file that belongs into a folder; it holds no secret. */
export interface FolderFile {
  /** Below the folder. */
  readonly path: string;
  readonly text: string;
  readonly executable?: boolean;
}
