/** What Azure said of an extension whose handler failed: the parts that a translation into words needs. */
export interface FailedHandler {
  /** Azure's own code, e.g. VMExtensionProvisioningError. */
  readonly code: string;
  /** The handler's own text, without Azure's sentences around it. */
  readonly text: string;
  /** What the handler ended with, where its text says so. */
  readonly exitCode?: number;
  readonly extension?: string;
  readonly publisher?: string;
  readonly type?: string;
  /** Azure's page about this extension. */
  readonly link?: string;
}

/** Cause of AZMON-EXTENSION-FAILED. */
export class ExtensionFailure extends Error {
  readonly handler: FailedHandler;

  constructor(handler: FailedHandler) {
    super(handler.code);
    this.name = 'ExtensionFailure';
    this.handler = handler;
  }
}
