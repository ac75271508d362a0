import { compareVersions } from '../version.ts';

/** An extension that the sandbox's regions offer. */
export interface Offer {
  readonly publisher: string;
  readonly type: string;
  readonly system: 'linux' | 'windows';
  /** Oldest first. */
  readonly versions: readonly string[];
}

/**
 * Both generations of the agent, and what else stands on machines of the kind. Versions: those that release notes and recordings name
 * (Microsoft docs; Azure/azure-linux-extensions), not all that there ever were.
 */
const OFFERS: readonly Offer[] = [
  {
    ...{ publisher: 'Microsoft.EnterpriseCloud.Monitoring', type: 'OmsAgentForLinux', system: 'linux' },
    versions: ['1.7.9', '1.13.40', '1.14.23', '1.16.0', '1.17.1', '1.19.0'],
  },
  {
    ...{ publisher: 'Microsoft.EnterpriseCloud.Monitoring', type: 'MicrosoftMonitoringAgent', system: 'windows' },
    versions: ['1.0.18029.0', '1.0.18069.0', '1.0.18076.0'],
  },
  {
    ...{ publisher: 'Microsoft.Azure.Monitor', type: 'AzureMonitorLinuxAgent', system: 'linux' },
    versions: ['1.33.4', '1.35.9', '1.36.3', '1.38.1'],
  },
  {
    ...{ publisher: 'Microsoft.Azure.Monitor', type: 'AzureMonitorWindowsAgent', system: 'windows' },
    versions: ['1.1.5.1', '1.34.0.0', '1.37.0.0', '1.39.0.0'],
  },
  {
    ...{ publisher: 'Microsoft.Azure.Monitoring.DependencyAgent', type: 'DependencyAgentLinux', system: 'linux' },
    versions: ['9.10.18.1510'],
  },
  {
    ...{ publisher: 'Microsoft.Azure.Extensions', type: 'CustomScript', system: 'linux' },
    versions: ['2.0.7', '2.1.10'],
  },
];

/** Regions opened after January 2024 have no Log Analytics agent (docs "Log Analytics agent overview"). */
const NEW_REGIONS = ['newzealandnorth', 'mexicocentral', 'malaysiawest', 'indonesiacentral'];

export const offersIn = (location: string): readonly Offer[] =>
  NEW_REGIONS.includes(location.toLowerCase())
    ? OFFERS.filter(({ publisher }) => publisher !== 'Microsoft.EnterpriseCloud.Monitoring')
    : OFFERS;

export const offerOf = (location: string, publisher: string, type: string): Offer | undefined =>
  offersIn(location).find(
    (offer) =>
      offer.publisher.toLowerCase() === publisher.toLowerCase() && offer.type.toLowerCase() === type.toLowerCase(),
  );

/** What is installed for a wish of major.minor: the newest of that minor, or of that major where minors follow by themselves. */
export function versionFor({ versions }: Offer, wanted: string, followsMinor: boolean): string | undefined {
  const [major, minor = '0'] = wanted.split('.');
  const fitting = versions.filter((version) => {
    const [first, second = '0'] = version.split('.');
    return first === major && (followsMinor ? Number(second) >= Number(minor) : second === minor);
  });
  return fitting.toSorted(compareVersions).at(-1);
}
