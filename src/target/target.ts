/** A machine to act on. `key` is its canonical text: results are kept under it, whatever finishes first. */
export type Target =
  | { readonly kind: 'local'; readonly key: 'local' }
  | {
      readonly kind: 'ssh';
      readonly key: string;
      readonly host: string;
      readonly user?: string;
      readonly port?: number;
    }
  | { readonly kind: 'azure'; readonly key: string; readonly name: string; readonly group?: string }
  | { readonly kind: 'arc'; readonly key: string; readonly name: string; readonly group?: string }
  | { readonly kind: 'vmss'; readonly key: string; readonly name: string; readonly group?: string }
  | { readonly kind: 'resource'; readonly key: string; readonly id: string }
  | { readonly kind: 'facts'; readonly key: string; readonly path: string };

/** Named as Azure names it, so that Azure can be asked about it. */
export const isOfAzure = ({ kind }: Target): boolean => OF_AZURE.includes(kind);

const OF_AZURE: readonly Target['kind'][] = ['azure', 'arc', 'vmss', 'resource'];
