import type { CheckText } from '../check-text.ts';

const EXTENSIONS = 'Azure documentation, Virtual machine extensions and features';

export const AZURE_TEXT = {
  'cloud.power': {
    title: 'the machine runs',
    why: 'Azure refuses to put, change or remove an extension on a machine that does not run (409 OperationNotAllowed).',
    source: `${EXTENSIONS}; hashicorp/terraform-provider-azurerm issue 477`,
  },
  'cloud.arc-connected': {
    title: 'connected to Azure Arc',
    why: 'The Connected Machine agent fetches extensions and runs them. While Azure does not hear from it, nothing is installed or removed; after 45 days its connection expires.',
    source: 'Azure documentation, Azure Connected Machine agent overview, Agent status',
  },
  'cloud.provisioning': {
    title: 'Azure is done with the machine',
    why: 'While Azure changes a machine it refuses other changes or carries them out one after the other; a change that failed may stand in the way of the next.',
    source: 'Azure documentation, Azure Virtual Machines error messages',
  },
  'cloud.vm-agent': {
    title: 'the VM agent reports',
    why: 'The VM agent carries out what an extension asks for. Without it the extension stays pending and fails after half an hour.',
    source: `${EXTENSIONS}; VMAgentStatusCommunicationError in recorded answers of Azure`,
  },
  'cloud.extensions-allowed': {
    title: 'extensions are allowed on the machine',
    why: 'With allowExtensionOperations switched off, Azure refuses every extension of the machine.',
    source: 'Azure Compute API, OSProfile.allowExtensionOperations',
  },
  'cloud.lock': {
    title: 'no lock in the way',
    why: 'A ReadOnly lock on the machine, its group or its subscription forbids changes of extensions (409 ScopeLocked); a CanNotDelete lock forbids to remove them.',
    source: 'Azure documentation, Lock your resources to protect your infrastructure',
  },
  'cloud.policy': {
    title: 'no policy in the way',
    why: 'A policy with the effect deny refuses the extension (403 RequestDisallowedByPolicy). One that installs the agent puts it back where it was removed, with its own settings.',
    source: 'Azure/azure-policy, built-in definitions for monitoring agents and for approved VM extensions',
  },
  'cloud.rights': {
    title: 'rights to install',
    why: 'To install takes the right to write extensions, for the Azure Monitor Agent also rule associations, and to write the machine where it has no identity yet. Without them Azure answers 403 AuthorizationFailed, perhaps after the first of several steps.',
    source: 'Azure documentation, Azure Monitor Agent requirements, Permissions; Azure built-in roles',
  },
  'cloud.provider': {
    title: 'resource providers registered',
    why: 'A resource provider that is not registered in the subscription refuses its resources (409 MissingSubscriptionRegistration).',
    source: 'Azure documentation, Azure resource providers and types; recorded answers of Azure',
  },
  'cloud.region': {
    title: 'the extension is offered in the region',
    why: 'Extensions are published region by region. Regions that opened after January 2024 do not get the Log Analytics agent.',
    source: 'Azure Compute API, virtual machine extension images; Azure Monitor documentation of the retirement',
  },
  'cloud.identity': {
    title: 'a managed identity for the agent',
    why: 'The agent signs in with a managed identity of the machine: the system-assigned one where there is one, else the only user-assigned one. Without a token it gets no rules, and sends nothing.',
    source: 'Azure Monitor Agent requirements; MicrosoftDocs/azure-docs pull 102150',
  },
  'cloud.extension': {
    title: "the agent's extension on the machine",
    why: 'Azure takes one extension of each publisher and type on a machine. One that is there is changed, not doubled: it holds one workspace, and one that failed keeps failing until its cause is gone.',
    source: `${EXTENSIONS}; microsoft/OMS-Agent-for-Linux issue 744`,
  },
  'cloud.one-generation': {
    title: "one generation's extension",
    why: 'With the extensions of both generations the machine collects the same data twice, and it is charged twice.',
    source: 'Migrate to Azure Monitor Agent from Log Analytics agent',
  },
  'cloud.probe': {
    title: 'a look inside the machine',
    why: 'Python, OpenSSL, disks and the way out can only be seen on the machine. Where azmon cannot look, it judges what Azure tells and nothing else.',
    source: 'Azure documentation, Run scripts in your VM by using action Run Commands',
  },
} as const satisfies Record<string, CheckText>;
