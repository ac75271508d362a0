type Environment = Readonly<Record<string, string | undefined>>;

/** Set by build systems and by programs that drive a command line for an AI model; none of them can answer a question. */
export const UNATTENDED = [
  'TF_BUILD',
  'GITHUB_ACTIONS',
  'GITLAB_CI',
  'JENKINS_URL',
  'TEAMCITY_VERSION',
  'CLAUDECODE',
  'CURSOR_AGENT',
  'GEMINI_CLI',
  'CODEX_SANDBOX',
  'AI_AGENT',
] as const;

export interface Surroundings {
  readonly stdinIsTerminal: boolean;
  readonly stderrIsTerminal: boolean;
  readonly env: Environment;
  /** --no-input, or an output that is for machines. */
  readonly refused: boolean;
}

/** May a question be asked? Without both terminals never; AZMON_NON_INTERACTIVE settles what would otherwise be guessed. */
export function mayAsk({ stdinIsTerminal, stderrIsTerminal, env, refused }: Surroundings): boolean {
  if (refused || !stdinIsTerminal || !stderrIsTerminal) return false;
  const told = truth(env.AZMON_NON_INTERACTIVE);
  if (told !== undefined) return !told;
  if (truth(env.CI) ?? isSet(env.CI)) return false;
  return !UNATTENDED.some((name) => isSet(env[name]));
}

const isSet = (value: string | undefined): boolean => value !== undefined && value !== '';

/** Yes or no as people write it; undefined for anything else. */
export function truth(value: string | undefined): boolean | undefined {
  if (value === undefined) return undefined;
  if (/^(1|t|true|y|yes)$/i.test(value)) return true;
  return /^(0|f|false|n|no)$/i.test(value) ? false : undefined;
}
