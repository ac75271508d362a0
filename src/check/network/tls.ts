import type { Outcome } from '../check.ts';
import { notObserved } from '../check.ts';
import { eitherOf, install } from '../fixes.ts';
import { TLS12_ONLY } from '../tls12-only.ts';
import { judgeIssuer, organisationOf } from './issuer.ts';
import { evidence, NO_TOOL, type Sight } from './sight.ts';

/** A handshake with the host itself, of TLS 1.2 or newer, with a certificate that the machine trusts. */
export function readTls(sight: Sight): Outcome {
  const { look } = sight;
  if (look.tool === 'none') return NO_TOOL;
  if (look.exit === undefined) return notObserved('the handshake');
  return (
    intercepted(sight) ??
    untrusted(sight) ??
    tooOld(sight) ??
    failed(sight) ??
    unclear(sight) ?? {
      status: 'pass',
      evidence: evidence(sight, seenAs(sight), REQUIRED),
    }
  );
}

const REQUIRED = 'TLS 1.2 or newer, certificate by Microsoft or DigiCert';

const seenAs = ({ look }: Sight): string =>
  [
    look.tls ?? 'no handshake',
    ...(look.issuer === undefined ? [] : [`issued by ${organisationOf(look.issuer) ?? look.issuer}`]),
  ].join(', ');

function intercepted(sight: Sight): Outcome | undefined {
  if (judgeIssuer(sight.look.issuer) !== 'foreign') return undefined;
  return {
    status: 'fail',
    cause: 'TLS is intercepted: the certificate is not by Microsoft or DigiCert',
    evidence: evidence(sight, seenAs(sight), REQUIRED),
    fix: [{ text: `exempt ${sight.endpoint.pattern(sight.subject.cloud)} from HTTPS inspection` }],
  };
}

/** OpenSSL's numbers (x509_vfy.h): 9 and 10 outside of its validity, 62 another host; the rest comes down to a root that is not there. */
function untrusted(sight: Sight): Outcome | undefined {
  const { look, host, subject, endpoint } = sight;
  const compared =
    look.tls !== undefined || look.exit === 0 || look.exit === 51 || look.exit === 60 || look.exit === 77;
  if (look.verify === undefined || look.verify === 0 || !compared) return undefined;
  const outcome = (cause: string, measured: string, fix: { text: string; command?: string }[]): Outcome => ({
    status: 'fail',
    cause,
    evidence: evidence(sight, `${seenAs(sight)}, ${measured}`, REQUIRED),
    fix,
  });
  if (look.verify === 9 || look.verify === 10)
    return outcome('certificate is not valid at the time of the machine', 'outside of its validity', [
      { text: "set the machine's clock, then look again" },
    ]);
  if (look.verify === 62)
    return outcome('certificate is for another host', `not for ${host}`, [
      {
        text: `let ${endpoint.pattern(subject.cloud)} through to Microsoft unchanged: DNS or a device on the way leads elsewhere`,
      },
    ]);
  const roots = subject.system.family === 'linux' ? install(subject.system, 'ca-certificates') : [];
  return outcome('root certificate is missing on the machine', `not trusted (${look.verify})`, [
    ...roots,
    { text: 'make sure that DigiCert Global Root G2 is among the trusted roots of the machine' },
  ]);
}

function tooOld(sight: Sight): Outcome | undefined {
  const { look, subject } = sight;
  if (look.tls === undefined || !/^(SSL|TLSv1(\.[01])?$)/.test(look.tls)) return undefined;
  return {
    status: 'fail',
    cause: 'TLS below 1.2',
    evidence: evidence(sight, seenAs(sight), REQUIRED),
    fix: eitherOf([
      { text: 'update OpenSSL and curl of the machine if they know no TLS 1.2' },
      { text: 'let the device on the way pass the connection through unchanged' },
    ]),
    ...(subject.asOf < TLS12_ONLY ? { severity: 'warn' } : {}),
  };
}

function failed(sight: Sight): Outcome | undefined {
  const { look } = sight;
  if (look.tls !== undefined || look.exit === 0) return undefined;
  const silent = look.exit === 28;
  return {
    status: 'fail',
    cause: silent ? 'no answer to the TLS handshake' : 'TLS handshake fails',
    evidence: evidence(sight, `${silent ? 'no answer in time' : 'broken off'} (curl ${look.exit})`, REQUIRED),
    fix: [{ text: `let ${sight.endpoint.pattern(sight.subject.cloud)} through firewalls that look into TLS` }],
  };
}

/** Neither leaves the verdict open: the host was reached by a connection that the machine trusts. */
function unclear({ look }: Sight): Outcome | undefined {
  if (look.tls === undefined)
    return { status: 'unknown', severity: 'warn', reason: `${look.tool} does not show the TLS version here` };
  if (judgeIssuer(look.issuer) === 'unseen')
    return {
      status: 'unknown',
      severity: 'warn',
      reason: `${look.tool} does not show the issuer here: interception would not be noticed`,
    };
  return undefined;
}
