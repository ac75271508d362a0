/** A long row of base64 with what ends it, within anything else: a key of a workspace (88 characters) or of another service, whole or damaged. */
const PADDED = /[A-Za-z0-9+/]{60,}={1,2}(?![A-Za-z0-9])/;
/** 64 bytes of base64 by themselves, having lost what stands at their end. */
const CUT = /^[A-Za-z0-9+/]{85}[AQgw]$/;

/** Whether a key stands in a text that is to be repeated to people, where it was put by mistake. No name or path looks like one. */
export const holdsKey = (text: string): boolean => PADDED.test(text) || CUT.test(text.trim());
