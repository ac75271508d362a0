import type { MachineFacts } from '../../machine/facts.ts';

/** The command that starts a service now and at every boot, by the init system that runs. */
export function startService({ 'init.systemd': systemd }: MachineFacts, name: string): string {
  if (systemd === false) return `service ${name} start`;
  return `systemctl enable --now ${name}`;
}
