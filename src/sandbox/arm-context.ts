import type { Expression } from './arm-expression.ts';

/** Where a deployment is kept and what it deploys to. */
export interface DeploymentScope {
  /** Resource id of the group or subscription, as Azure writes it. */
  readonly id: string;
  readonly subscription: { readonly id: string; readonly name: string };
  readonly group?: {
    readonly id: string;
    readonly name: string;
    readonly location: string;
    readonly tags: Readonly<Record<string, string>>;
  };
  readonly tenant: string;
  /** `https://localhost:8443` */
  readonly origin: string;
  /** Of a deployment at a subscription. */
  readonly location?: string;
  readonly name: string;
}

/** What an expression can ask of Azure while a template is deployed. */
export interface AskedResource {
  readonly method: 'GET' | 'POST';
  readonly id: string;
  /** Of a POST: `sharedKeys` */
  readonly action?: string;
  /** Missing: that of the template's own resource. */
  readonly apiVersion?: string;
}

/** Everything that expressions are evaluated in. */
export interface ArmContext {
  readonly scope: DeploymentScope;
  parameter(name: string): unknown;
  variable(name: string): unknown;
  /** Where copy loops stand: by name in lower case; the innermost also under the empty name. */
  readonly loops: Readonly<Record<string, number>>;
  /** Body of a resource. Missing: this is evaluated before anything is deployed. */
  ask?(asked: AskedResource): unknown;
  /** The resource of the template that has this name; throws TemplateError. */
  named?(name: string): string;
  readonly deployment: { readonly template: unknown; readonly parameters: unknown; readonly mode: string };
  /** What is not known yet stays as the template has it: `as-text` for the eye, `escaped` to be read once more. Missing: it is thrown. */
  readonly unknown?: 'as-text' | 'escaped';
  /** Expressions that were read before. */
  readonly read: Map<string, Expression>;
}

/** A value that only stands when other resources do: `reference`, `listKeys` before the deployment. */
export class NotYet extends Error {
  readonly call: string;

  constructor(call: string) {
    super(`'${call}' is known only while the template is deployed`);
    this.name = 'NotYet';
    this.call = call;
  }
}
