import type { ResourceId } from '../target/resource-id.ts';

export const TEMPLATE_FILES = [
  'log-analytics-vm',
  'log-analytics-scale-set',
  'log-analytics-arc',
  'azure-monitor-vm',
  'azure-monitor-scale-set',
  'azure-monitor-arc',
  'data-collection-rule',
] as const;

/** A file of templates/arm, without `.json`. */
export type TemplateFile = (typeof TEMPLATE_FILES)[number];

/** A workspace or a rule as its destination makes the generation; the kind of machine the rest. */
export const templateFor = (destination: 'workspace' | 'rule', { type }: Pick<ResourceId, 'type'>): TemplateFile =>
  `${destination === 'workspace' ? 'log-analytics' : 'azure-monitor'}-${type}`;

/**
 * Limits of Azure for one deployment, with room to spare where they count bytes: 800 resources (a copy counts each time), 4 MB for
 * template, parameters and what Azure makes of them. Source: docs "Template best practices".
 */
export const LIMITS = { resources: 800, bytes: 3_000_000, name: 64, history: 800 } as const;

/** Resources that a machine takes: the extension, and for a rule the tie to it. A resource that is left out counts too. */
export const resourcesOf = (file: TemplateFile): number => (file.startsWith('azure-monitor') ? 2 : 1);
