/** A request as a handler sees it: read, routed, not yet judged. */
export interface SandboxRequest {
  readonly method: string;
  /** Path without the query, as sent. */
  readonly path: string;
  readonly query: URLSearchParams;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** Parsed JSON; the raw text where it is none; undefined where nothing was sent. */
  readonly body: unknown;
  /** Values of the route's `:name` parts, percent-decoded. */
  readonly params: Readonly<Record<string, string>>;
  readonly apiVersion: string;
}

export interface SandboxAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Written as JSON; a string is written as it is. */
  readonly body?: unknown;
}

/** One request with its answer, as it went over the wire: what the checks against Microsoft's specification read. */
export interface Exchange {
  readonly method: string;
  readonly url: string;
  readonly requestHeaders: Readonly<Record<string, string>>;
  readonly requestBody?: unknown;
  readonly status: number;
  readonly responseHeaders: Readonly<Record<string, string>>;
  readonly responseBody?: unknown;
}
