import { qrcode } from 'bwip-js/browser';

/** A QR picture as one SVG path in a square of `size` units, quiet zone and all (ISO/IEC 18004: four modules). */
export type QrPath = { size: number; path: string };

/** the library draws a module of a matrix two units wide at scale 1 */
const moduleUnits = 2;
const quiet = 4 * moduleUnits;

/** Draws nothing itself: the content policy allows no picture from a data: address, but a path in the page. */
export function qrPath(text: string): QrPath {
  let width = 0;
  const parts: string[] = [];
  return qrcode<QrPath>(
    { bcid: 'qrcode', text, scale: 1 },
    {
      scale: (x, y) => [x, y],
      measure: () => ({ width: 0, ascent: 0, descent: 0 }),
      init: (given) => (width = given),
      polygon: (points) => parts.push(`M${points.map(([x, y]) => `${x + quiet} ${y + quiet}`).join('L')}Z`),
      line: () => undefined,
      hexagon: () => undefined,
      ellipse: () => undefined,
      fill: () => undefined,
      text: () => undefined,
      end: () => ({ size: width + 2 * quiet, path: parts.join('') }),
    },
  );
}
