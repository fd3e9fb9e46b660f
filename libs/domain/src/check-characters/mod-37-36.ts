const CHARACTERS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const SIZE = CHARACTERS.length;

/** The hybrid recursion of ISO 7064 MOD 37,36 over all characters before the check character. */
function fold(text: string): number {
  let product = SIZE;
  for (const character of text) {
    const value = CHARACTERS.indexOf(character);
    if (value < 0) throw new RangeError('A-Z and 0-9 only');
    const sum = (product + value) % SIZE || SIZE;
    product = (sum * 2) % (SIZE + 1);
  }
  return product;
}

/** The check character of ISO 7064 MOD 37,36 for a text of `0-9A-Z`. Throws RangeError for other characters. */
export function mod37_36(text: string): string {
  return CHARACTERS[(SIZE + 1 - fold(text)) % SIZE] as string;
}

/** Whether a text that ends with its ISO 7064 MOD 37,36 check character is intact. */
export function isMod37_36(text: string): boolean {
  return /^[0-9A-Z]{2,}$/.test(text) && mod37_36(text.slice(0, -1)) === text.at(-1);
}
