/**
 * Whether a text is written like a LOINC code: up to seven digits, a hyphen, and the check digit that LOINC's users'
 * guide gives (mod 10, Luhn, over the digits before the hyphen). It does not say that LOINC has such a code.
 */
export function isLoincCode(text: string): boolean {
  const [, digits, check] = /^(\d{1,7})-(\d)$/.exec(text) ?? [];
  if (digits === undefined || check === undefined) return false;
  const sum = digits
    .split('')
    .toReversed()
    .reduce((total, digit, index) => {
      const doubled = Number(digit) * (index % 2 === 0 ? 2 : 1);
      return total + (doubled > 9 ? doubled - 9 : doubled);
    }, 0);
  return (10 - (sum % 10)) % 10 === Number(check);
}
