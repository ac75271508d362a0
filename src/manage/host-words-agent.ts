import { EXIT } from '../problem.ts';
import { again, CHECK, check, type HostWord, LOGS, NETWORK, SETUP, SHOW, show } from './host-word.ts';

/** Its installer, and connecting it. */
export const AGENT_WORDS: Readonly<Record<string, HostWord>> = {
  'fix-failed': {
    code: 'AZMON-HOST-FIX-FAILED',
    exit: EXIT.failed,
    general: true,
    message: 'a command of the distribution that was to mend a prerequisite failed',
    fix: [{ text: 'mend it by hand: the checks say what is missing', azmon: check }],
  },
  'bundle-failed': {
    code: 'AZMON-HOST-BUNDLE-FAILED',
    exit: EXIT.failed,
    general: true,
    message: 'the bundle of the agent failed',
    fix: [CHECK, SETUP],
  },
  'msi-failed': {
    code: 'AZMON-HOST-MSI-FAILED',
    exit: EXIT.failed,
    general: true,
    message: 'the setup of the agent failed',
    fix: [SETUP, CHECK],
  },
  'half-installed': {
    code: 'AZMON-HOST-HALF-INSTALLED',
    exit: EXIT.failed,
    general: true,
    message: 'the agent is installed in part only',
    fix: [
      { text: 'what is there', azmon: show },
      {
        text: 'take off what is there, then install again',
        azmon: ({ system, target }) => `azmon remove ${system} ${target}`,
      },
    ],
  },
  'onboard-failed': {
    code: 'AZMON-HOST-ONBOARD-FAILED',
    exit: EXIT.failed,
    general: true,
    message: ({ workspaceId }) => `the agent could not be connected to ${workspaceId ?? 'the workspace'}`,
    fix: [NETWORK, LOGS],
  },
  'not-onboarded': {
    code: 'AZMON-HOST-NOT-ONBOARDED',
    exit: EXIT.failed,
    general: true,
    message: ({ workspaceId }) =>
      `the installer reports success, and the agent does not report to ${workspaceId ?? 'the workspace'}`,
    fix: [LOGS, NETWORK],
  },
  'object-failed': {
    code: 'AZMON-HOST-OBJECT-FAILED',
    exit: EXIT.failed,
    general: true,
    message: 'the configuration object of the agent refused the change',
    fix: [SHOW, LOGS],
  },
  'service-failed': {
    code: 'AZMON-HOST-SERVICE-FAILED',
    exit: EXIT.failed,
    general: true,
    message: 'the service of the agent did not do what was asked of it',
    fix: [LOGS],
  },
};

/** What is there already, or is not. */
export const CONFLICT_WORDS: Readonly<Record<string, HostWord>> = {
  'other-workspace': {
    code: 'AZMON-WORKSPACE-CONFLICT',
    exit: EXIT.conflict,
    message: ({ workspaceId }) =>
      `the machine reports to another workspace${workspaceId === undefined ? '' : `, not to ${workspaceId}`}`,
    fix: [SHOW, { text: '--replace leaves that one first', azmon: (context) => `${again(context)} --replace` }],
  },
  'operations-manager': {
    code: 'AZMON-HOST-OPERATIONS-MANAGER',
    exit: EXIT.conflict,
    message: 'the agent serves Operations Manager',
    fix: [
      SHOW,
      {
        text: 'or leave the management group first, where it no longer needs this machine',
        azmon: ({ target }) => `azmon agent remove-group ${target} --management-group NAME`,
      },
    ],
  },
  'newer-version': {
    code: 'AZMON-HOST-NEWER',
    exit: EXIT.failed,
    message: 'a newer version of the agent is there',
    fix: [SHOW, { text: 'leave --bundle out, or name a file that is as new' }],
  },
  'too-many-workspaces': {
    code: 'AZMON-WORKSPACE-LIMIT',
    exit: EXIT.conflict,
    message: ({ agent, system }) => {
      const most = agent.byHand.state === 'here' ? agent.byHand[system].workspaces : 1;
      return `the agent takes no more than ${most === 1 ? 'one workspace' : `${most} workspaces`}`;
    },
    fix: [
      SHOW,
      {
        text: 'take one of them off first',
        azmon: ({ target }) => `azmon agent remove-workspace ${target} --workspace-id GUID`,
      },
    ],
  },
  'no-agent': {
    code: 'AZMON-HOST-NO-AGENT',
    exit: EXIT['not-found'],
    message: ({ agent }) => `there is no ${agent.title} on the machine`,
    fix: [
      {
        text: 'install it',
        azmon: ({ system, target }) => `azmon install ${system} ${target} --workspace-id GUID`,
      },
    ],
  },
  'unknown-workspace': {
    code: 'AZMON-HOST-WORKSPACE-UNKNOWN',
    exit: EXIT['not-found'],
    message: ({ workspaceId }) =>
      `the agent does not know ${workspaceId === undefined ? 'that workspace' : `workspace ${workspaceId}`}`,
    fix: [SHOW],
  },
  'unknown-group': {
    code: 'AZMON-HOST-GROUP-UNKNOWN',
    exit: EXIT['not-found'],
    message: 'the agent belongs to no management group of that name',
    fix: [SHOW],
  },
};
