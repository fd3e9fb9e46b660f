import type { Options } from 'k6/options';
import { peopleToRegister, tablets } from './settings.ts';
import { type Opening, prepareTablets, sendFromTablet } from './tablet.ts';

// All sites open in the same second (DOMAIN.md 3: the peak of a day is its first minute). Every tablet has
// sealed tubes waiting and sends them at once; nothing may fail, and nobody at a tablet may feel it.
export const options: Options = {
  setupTimeout: '120s',
  scenarios: {
    sites: { executor: 'per-vu-iterations', vus: tablets, iterations: 1, maxDuration: '10m', exec: 'tablet' },
  },
  thresholds: {
    'http_req_failed{name:register}': ['rate==0'],
    'http_req_duration{name:register}': ['p(95)<2000'],
    checks: ['rate==1'],
    // nothing sent is nothing proved
    people_registered: [`count==${peopleToRegister}`],
  },
};

export const setup = prepareTablets;

export function tablet(opening: Opening): void {
  sendFromTablet(__VU - 1, opening);
}
