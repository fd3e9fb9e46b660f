/** Bytes; in base64 a third more, and a request may be 16 MiB. */
export const largestFile = 11_000_000;

/** A file's bytes as base64, in pieces that a call's arguments hold. */
export async function base64Of(file: Blob): Promise<string> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const pieces: string[] = [];
  for (let from = 0; from < bytes.length; from += 8190)
    pieces.push(String.fromCharCode(...bytes.subarray(from, from + 8190)));
  return btoa(pieces.join(''));
}

/** `FAM=ORF1AB`, one on each line, as the server takes it; the first line that is none of these is told. */
export function readDyes(text: string): { dyes: Record<string, string> } | { wrong: string } {
  const dyes: [string, string][] = [];
  for (const line of text.split('\n').map((one) => one.trim())) {
    if (line === '') continue;
    const [, dye, target] = /^([^=:\s]{1,20})\s*[=:]\s*(\S.{0,39})$/.exec(line) ?? [];
    if (dye === undefined || target === undefined) return { wrong: line };
    dyes.push([dye.toUpperCase(), target]);
  }
  return { dyes: Object.fromEntries(dyes) };
}
