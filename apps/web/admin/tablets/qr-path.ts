import { qrcode } from 'bwip-js/browser';

/** A QR picture as one SVG path in a square of `size` units, quiet zone and all (ISO/IEC 18004: four modules). */
export type QrPath = { size: number; path: string };

const scale = 2;
const quiet = 4;

/** Draws nothing itself: the content policy allows no picture from a data: address, but a path in the page. */
export function qrPath(text: string): QrPath {
  let width = 0;
  const parts: string[] = [];
  return qrcode<QrPath>(
    { bcid: 'qrcode', text, scale, paddingwidth: quiet, paddingheight: quiet },
    {
      scale: (x, y) => [x, y],
      measure: () => ({ width: 0, ascent: 0, descent: 0 }),
      init: (given) => (width = given),
      polygon: (points) => parts.push(`M${points.map(([x, y]) => `${x} ${y}`).join('L')}Z`),
      line: () => undefined,
      hexagon: () => undefined,
      ellipse: () => undefined,
      fill: () => undefined,
      text: () => undefined,
      end: () => ({ size: width, path: parts.join('') }),
    },
  );
}
