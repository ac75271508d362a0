/**
 * What is given in place of a workspace key, and what to tell. The first that fits counts; a form is tried on the secret
 * (Secret.matches), which is never opened for it. A key is base64 of 64 bytes: 88 characters, the last two `==`.
 */
export const KEY_SLIPS: readonly { readonly form: RegExp; readonly why: string }[] = [
  { form: /^$/, why: 'it is empty' },
  {
    form: /\0|\ufffd/,
    // NUL bytes are what UTF-16 without its byte order mark leaves.
    why: 'it is no text in UTF-8: save the file as UTF-8, or as UTF-16 with its byte order mark',
  },
  { form: /-----BEGIN/, why: 'it is a certificate or a private key' },
  {
    form: /^\s*[{[]/,
    why: 'it is JSON, as of az monitor log-analytics workspace get-shared-keys: only the value of primarySharedKey or secondarySharedKey is the key',
  },
  {
    form: /(AccountKey|SharedAccessKey|InstrumentationKey|DefaultEndpointsProtocol|Endpoint)\s*=/i,
    why: 'it is a connection string of another service',
  },
  { form: /(^|[?&;])(sig|sv|se|sp|sr|st)=[^=]/, why: 'it is a shared access signature (SAS) of another service' },
  { form: /^eyJ[\w-]*\.[\w-]*\./, why: 'it is a token (JWT) that signs in elsewhere' },
  {
    form: /^akvs?:\/\/|^https:\/\/[^/]*vault/i,
    why: 'it is a reference to Key Vault: give it by --workspace-key-vault',
  },
  {
    form: /(^|\n)\s*(export\s+|set\s+|\$env:)?[A-Za-z_][\w.-]*\s*[:=]\s*["']?[A-Za-z0-9+/]/,
    why: 'a name stands before it (NAME=value): only the value is the key',
  },
  {
    form: /^["'`\u2018\u2019\u201c\u201d].*["'`\u2018\u2019\u201c\u201d]$/s,
    why: 'quotes stand around it: leave them out',
  },
  { form: /[\r\n]/, why: 'it has more than one line: the key is one line, alone in its file' },
  { form: /\s/, why: 'there are blanks in it' },
  {
    form: /^[{(]?[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}[)}]?$/i,
    why: 'it is a GUID, perhaps the id of the workspace: the key is another value, beside it in the portal (Agents)',
  },
  { form: /^(0x)?[0-9a-f]{128}$/i, why: 'it is written in hexadecimal digits: the key is base64, as Azure shows it' },
  { form: /%[0-9A-F]{2}/i, why: 'it is percent-encoded: write it as Azure shows it, with + / and =' },
  {
    form: /^(?=.{80})[\w+/-]*[_-][\w+/-]*={0,2}$/,
    why: 'it holds - or _, which stand in base64 for URLs: the key has + and / there',
  },
  { form: /[\u200b-\u200f\u2060\ufeff]/, why: 'there are characters in it that cannot be seen: copy it again' },
  { form: /[^A-Za-z0-9+/=]/, why: 'there are characters in it that base64 does not have' },
  { form: /^[A-Za-z0-9+/]{86}=?$/, why: 'the == at its end is missing' },
  {
    form: /^[A-Za-z0-9+/]{86}==$/,
    why: 'the last letter before == cannot stand there: a letter, or the case of one, was changed on the way',
  },
  { form: /^[A-Za-z0-9+/]{43}=$/, why: 'it has 44 characters, base64 of 32 bytes: the key of another service' },
  { form: /^.{0,87}$/, why: 'it is too short: the key has 88 characters, and a part of it was left behind' },
  { form: /=[^=]/, why: 'there is an = in the middle: two values were put together' },
  { form: /^.{89,}$/, why: 'it is too long: the key has 88 characters' },
];
