/** Whose certificates Microsoft's hosts carry: its own intermediates below DigiCert's roots (in China issued by DigiCert). */
const EXPECTED = /^(microsoft|digicert)\b/i;

/**
 * Organisation of an issuer, in any of the ways in which curl and openssl write a name: `C=US; O=X; CN=Y`, `C = US, O = "X, Y"`,
 * `/C=US/O=X/CN=Y`, `CN=Y,O=X,C=US`. Undefined where there is none.
 */
export function organisationOf(issuer: string): string | undefined {
  const found = /(?:^|[;,/])\s*O\s*=\s*(?:"([^"]*)"|([^;,/]*))/.exec(issuer);
  const name = (found?.[1] ?? found?.[2])?.trim();
  return name === '' ? undefined : name;
}

/**
 * Who signed: by the issuer's organisation, never by names or fingerprints of certificates, which change every few years, and never by
 * what the machine trusts, as it trusts a company's own inspection as well.
 */
export function judgeIssuer(issuer: string | undefined): 'expected' | 'foreign' | 'unseen' {
  if (issuer === undefined) return 'unseen';
  return EXPECTED.test(organisationOf(issuer) ?? '') ? 'expected' : 'foreign';
}
