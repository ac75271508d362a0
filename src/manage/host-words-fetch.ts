import { EXIT } from '../problem.ts';
import { AGAIN, type HostWord, PUSH } from './host-word.ts';

/** Fetching the file of the agent to the machine. */
export const FETCH_WORDS: Readonly<Record<string, HostWord>> = {
  'fetch-dns': {
    code: 'AZMON-HOST-FETCH-DNS',
    exit: EXIT.unavailable,
    message: 'the machine cannot resolve the host that it is to fetch from',
    fix: [{ text: 'repair its DNS, or give its proxy with --proxy' }, PUSH],
    retryable: true,
  },
  'fetch-connect': {
    code: 'AZMON-HOST-FETCH-CONNECT',
    exit: EXIT.unavailable,
    message: 'the machine cannot connect to the host that it is to fetch from',
    fix: [{ text: 'open the way, or give its proxy with --proxy' }, PUSH],
    retryable: true,
  },
  'fetch-timeout': {
    code: 'AZMON-HOST-FETCH-TIMEOUT',
    exit: EXIT.unavailable,
    message: 'fetching took too long',
    fix: [AGAIN, PUSH],
    retryable: true,
  },
  'fetch-tls': {
    code: 'AZMON-HOST-FETCH-TLS',
    exit: EXIT.unavailable,
    message: 'the machine trusts no TLS connection to the host that it is to fetch from',
    fix: [
      {
        text: 'see that its tools speak TLS 1.2, its root certificates are current, its clock is right, and nothing inspects HTTPS',
      },
      PUSH,
    ],
  },
  'fetch-http': {
    code: 'AZMON-HOST-FETCH-HTTP',
    exit: EXIT.unavailable,
    message: 'the host that was to be fetched from answered with an error',
    fix: [{ text: 'compare the address: old releases vanish' }, PUSH],
  },
  'fetch-proxy': {
    code: 'AZMON-HOST-FETCH-PROXY',
    exit: EXIT.unavailable,
    message: 'the machine does not reach its proxy',
    fix: [{ text: 'compare name and port of --proxy, and see that the machine reaches it' }, PUSH],
  },
  'fetch-proxy-login': {
    code: 'AZMON-HOST-FETCH-PROXY-LOGIN',
    exit: EXIT.unavailable,
    message: 'the proxy refused its login (407)',
    fix: [{ text: 'give user and password of the proxy again: AZMON_PROXY, or --proxy-file' }, PUSH],
  },
  'fetch-tool': {
    code: 'AZMON-HOST-FETCH-TOOL',
    exit: EXIT['not-ready'],
    message: 'the machine has nothing to fetch with',
    fix: [{ text: 'install curl or wget there' }, PUSH],
  },
};

/** The file itself. */
export const FILE_WORDS: Readonly<Record<string, HostWord>> = {
  'hash-wrong': {
    code: 'AZMON-HOST-HASH-WRONG',
    exit: EXIT.failed,
    message: ({ bundle }) => `${bundle ?? 'the file'} is not the one whose hash is known`,
    fix: [
      { text: 'do not run it: fetch it again from its maker' },
      {
        text: ({ sha256Said }) =>
          sha256Said === true ? 'and compare what --sha256 says' : 'and compare the .sha256sums beside it',
      },
    ],
  },
  'signer-wrong': {
    code: 'AZMON-HOST-SIGNER-WRONG',
    exit: EXIT.failed,
    message: ({ bundle }) => `${bundle ?? 'the package'} is not signed by whom it should be`,
    fix: [{ text: 'do not run it: fetch it again from its maker, or pin the file itself with --sha256' }],
  },
  truncated: {
    code: 'AZMON-HOST-TRUNCATED',
    exit: EXIT.unavailable,
    message: ({ bundle }) => `${bundle ?? 'the file'} arrived in part only`,
    fix: [AGAIN, PUSH],
    retryable: true,
  },
  'bundle-missing': {
    code: 'AZMON-HOST-BUNDLE-MISSING',
    exit: EXIT.usage,
    message: ({ bundle }) => `${bundle ?? 'the file'} is not on the machine`,
    fix: [
      {
        text: 'compare the path of --bundle; azmon brings a file of this machine there by itself',
      },
    ],
  },
};
