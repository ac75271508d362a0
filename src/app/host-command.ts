import { AzmonCommand } from './command.ts';
import type { HostDoor } from './host-begin.ts';
import { outside } from './wiring.ts';

/** A command that works on machines by the wrapper. */
export abstract class HostCommand extends AzmonCommand {
  /** What it hands over to the rooms behind its door; `words` as they are typed. */
  protected hostDoor(words: string, flags: { readonly 'ssh-config'?: string | undefined }): HostDoor {
    const { typed, asked, signal, interactive, runId } = this;
    return {
      ...{ words, typed, asked, signal, interactive, runId },
      world: outside({ root: this.root, interactive, sshConfig: flags['ssh-config'] }),
      talk: (line) => this.talk(line),
      event: (name, data) => this.event(name, data),
      given: (flag) => this.given(flag),
    };
  }
}
