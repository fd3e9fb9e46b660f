/** Input that is not taken; the message names the place and what was expected there. */
export class InputRefusal extends Error {
  override name = 'InputRefusal';
}
