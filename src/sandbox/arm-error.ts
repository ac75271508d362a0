/** Where in the text of a request something stands; both count from 1, as ARM counts. */
export interface Spot {
  readonly line: number;
  readonly column: number;
}

/** What ARM says of a template: `InvalidTemplate` with the place, where it is known. */
export class TemplateError extends Error {
  readonly code: string;
  readonly spot: Spot | undefined;
  /** `properties.template.parameters.name` */
  readonly path: string | undefined;

  constructor(
    message: string,
    where: { readonly code?: string; readonly spot?: Spot | undefined; readonly path?: string } = {},
  ) {
    super(message);
    this.name = 'TemplateError';
    this.code = where.code ?? 'InvalidTemplate';
    this.spot = where.spot;
    this.path = where.path;
  }
}

/** `at line '18' and column '20'`, as ARM words it. */
export const atSpot = (spot: Spot | undefined): string =>
  `at line '${spot?.line ?? 1}' and column '${spot?.column ?? 1}'`;
