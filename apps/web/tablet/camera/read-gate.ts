/** A code that stayed in view is one reading; only after it was gone this long is it another. */
const goneMs = 1500;
/** After a reading nothing else is taken for this long: the hand still moves. */
const pauseMs = 800;

/**
 * Which of a camera's readings count. A camera reads what lies before it twenty times a second, and a tube read twice is
 * sealed: so a code must have left the picture before it counts again. `now` in ms of any one clock.
 */
export function openReadGate(): (text: string, now: number) => boolean {
  let last = '';
  let seenAt = -Infinity;
  let takenAt = -Infinity;
  return (text, now) => {
    const same = text === last;
    const gone = now - seenAt > goneMs;
    if (same) seenAt = now;
    if ((same && !gone) || now - takenAt < pauseMs) return false;
    last = text;
    seenAt = now;
    takenAt = now;
    return true;
  };
}
