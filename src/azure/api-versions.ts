/**
 * Which api-version is sent for what, and as which specification it is checked. Microsoft's OpenAPI files that the tests hold azmon to
 * end in October 2024, newer SDKs send newer versions; `specified` is the newest version that could be had. This file is the only
 * place where a version stands.
 */
export interface ApiVersion {
  readonly sent: string;
  /** What a copy of the request is rewritten to before it is checked; the same as `sent` where the specification is at hand. */
  readonly specified: string;
  /** Why checking it as the older version is sound, or what is compared by hand where there is no specification. */
  readonly why?: string;
}

export const API = {
  /** Hard-wired in @azure/arm-compute 25: virtual machines, extensions, run command, power, extension images. */
  compute: {
    sent: '2026-04-01',
    specified: '2024-07-01',
    why: 'the members of an extension in @azure/arm-compute 25.1.1 are those of the 2024-07-01 specification; of a machine azmon writes its identity alone, unchanged since 2018',
  },
  deployments: { sent: '2024-07-01', specified: '2024-07-01' },
  /** Machines of Azure Arc and their extensions. */
  arc: { sent: '2022-12-27', specified: '2022-12-27' },
  /** Run commands of Arc machines were never in a version without `preview` by then. */
  arcRunCommand: { sent: '2024-05-20-preview', specified: '2024-05-20-preview' },
  /** @azure/arm-operationalinsights 11 has one version for all it does. */
  workspaces: {
    sent: '2025-07-01',
    specified: '2022-10-01',
    why: 'azmon writes location, tags, sku, retention: members of 2022-10-01; what it reads was compared with a recorded answer of 2025-07-01',
  },
  sharedKeys: {
    sent: '2025-07-01',
    specified: '2020-08-01',
    why: 'a POST without a body, answered with two texts, in both',
  },
  logs: { sent: 'v1', specified: 'v1' },
  subscriptions: { sent: '2022-12-01', specified: '2022-12-01' },
  graph: { sent: '2024-04-01', specified: '2024-04-01' },
  providers: { sent: '2024-07-01', specified: '2024-07-01' },
  permissions: { sent: '2022-04-01', specified: '2022-04-01' },
  locks: {
    sent: '2020-05-01',
    specified: '2020-05-01',
    why: 'no specification at hand: name, id, level and notes are compared by hand (docs "Lock your resources")',
  },
  policy: { sent: '2024-05-01', specified: '2024-05-01' },
  rules: { sent: '2023-03-11', specified: '2023-03-11' },
  /** Sent by @azure/keyvault-secrets 4.12. */
  vault: { sent: '2026-04-01', specified: '2026-04-01', why: 'no specification at hand: value is all that is read' },
} as const satisfies Readonly<Record<string, ApiVersion>>;
