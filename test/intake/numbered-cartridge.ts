/** Names one cartridge everywhere: the message, its tube and its run. */
export const cartridgeKey = (n: number) => `CART-${n}`;

/** The targets of a cartridge as the rules name them. */
export const cartridgeTargets = ['E', 'N', 'IC'] as const;

/** What a GeneXpert says over ASTM of cartridge `n`: records from H to L, about 500 bytes, three frames. */
export function cartridgeOf(n: number): string {
  const key = cartridgeKey(n);
  const result = (place: number, name: string, value: string) => `R|${place}|^CV2^^CV2^^^${name}|${value}|||`;
  return [
    `H|@^\\|${key}||HOSPITAL^GeneXpert^6.4|||||LIS||P|1394-97|20300101121000`,
    'P|1|||p1',
    `O|1|${key}||^^^CV2|R|20300101110000|||||||||ORH||||||||||F`,
    `R|1|^CV2^^CV2^Xpress^1^SARS-CoV-2^|NEGATIVE^|||||F||W|20300101111500|20300101120000|GX^7^8^${key}^LOT7^20310531`,
    result(2, 'E^', 'NEG^'),
    result(3, 'E^Ct', '^0'),
    result(4, 'N2^', 'NEG^'),
    result(5, 'N2^Ct', '^0'),
    result(6, 'SPC^', 'PASS^'),
    result(7, 'SPC^Ct', '^28.1'),
    'L|1|N',
    '',
  ].join('\r');
}
