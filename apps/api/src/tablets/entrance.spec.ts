import { expect, it } from 'vitest';
import { entranceOf } from './entrance.js';

it.each([
  [{ publicUrl: 'https://lab.example/any', publicHost: undefined, httpsPort: 0 }, 'https://lab.example'],
  // a tablet makes its key over HTTPS only
  [{ publicUrl: 'http://127.0.0.1:8080', publicHost: undefined, httpsPort: 0 }, null],
  [{ publicUrl: undefined, publicHost: 'lab.example', httpsPort: 0 }, null],
  [{ publicUrl: undefined, publicHost: undefined, httpsPort: 8443 }, null],
  [
    { publicUrl: 'http://lab.example', publicHost: 'lab.example', httpsPort: 8443 },
    'https://lab.example:8443',
  ],
  [{ publicUrl: undefined, publicHost: 'lab.example', httpsPort: 443 }, 'https://lab.example'],
  [{ publicUrl: undefined, publicHost: 'fd00::1', httpsPort: 8443 }, 'https://[fd00::1]:8443'],
])('tablets enter by %j at %s', (settings, origin) => {
  expect(entranceOf(settings)).toBe(origin);
});
