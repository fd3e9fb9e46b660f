import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { prepareZXingModule, readBarcodes } from 'zxing-wasm/reader';
import { beforeAll, expect, it } from 'vitest';
import { qrPath } from './qr-path.js';

beforeAll(() => {
  const file = createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm');
  prepareZXingModule({ overrides: { wasmBinary: new Uint8Array(readFileSync(file)).buffer } });
});

/** Fills the path's polygons by the even-odd rule, three pixels a unit, as a browser does. */
function draw({ size, path }: { size: number; path: string }) {
  const factor = 3;
  const side = size * factor;
  const polygons = path
    .split('Z')
    .filter((part) => part !== '')
    .map((part) =>
      part
        .slice(1)
        .split('L')
        .map((point) => point.split(' ').map(Number) as [number, number]),
    );
  const data = new Uint8ClampedArray(side * side * 4).fill(255);
  for (let row = 0; row < side; row++) {
    const y = (row + 0.5) / factor;
    // where this row's line meets the upright edges
    const edges = polygons.flatMap((points) =>
      points.flatMap(([x1, y1], index) => {
        const [, y2] = points[(index + 1) % points.length] ?? [x1, y1];
        return y1 > y === y2 > y ? [] : [x1];
      }),
    );
    for (let column = 0; column < side; column++) {
      const crossed = edges.filter((x) => x > (column + 0.5) / factor).length;
      if (crossed % 2 === 1) data.fill(0, (row * side + column) * 4, (row * side + column) * 4 + 3);
    }
  }
  return { data, width: side, height: side, colorSpace: 'srgb' } as ImageData;
}

it.each([
  'https://lab.example:8443/tablet/#code=ABCD-EFGH-JKLM-NPQR-STUV',
  'https://[fd00::1]:8443/authority.crt',
])('holds %s, as a reader of pictures reads it', async (text) => {
  const drawn = qrPath(text);
  const numbers = (drawn.path.match(/\d+/g) ?? []).map(Number);
  // a QR picture without its quiet zone is not read by every phone
  expect([Math.min(...numbers), drawn.size - Math.max(...numbers)]).toEqual([8, 8]);
  const [read] = await readBarcodes(draw(drawn), { formats: ['QRCode'] });
  expect(read?.text).toBe(text);
});
