/** SHA-256 of a PEM certificate's DER, as phones and browsers show it: `AB:CD:…`. Null when it is no certificate. */
export async function fingerprintOf(pem: string): Promise<string | null> {
  const text = /-----BEGIN CERTIFICATE-----([\s\S]+?)-----END CERTIFICATE-----/.exec(pem)?.[1];
  if (text === undefined) return null;
  const der = Uint8Array.from(atob(text.replaceAll(/\s/g, '')), (letter) => letter.charCodeAt(0));
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', der));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0').toUpperCase()).join(':');
}
