import exec from 'k6/execution';
import type { Options } from 'k6/options';
import { look } from './officials.ts';
import { peopleToRegister, readsPerSecond, tablets, tokens } from './settings.ts';
import { type Opening, prepareTablets, sendFromTablet } from './tablet.ts';

if (!tokens.official) throw new Error('TOKENS: an official is needed');

// Officials look while all sites open: their figures are kept, not counted, so looking must stay cheap, and
// it must not be felt at a tablet. The thresholds of the registration are those of registration-burst.ts.
export const options: Options = {
  setupTimeout: '120s',
  scenarios: {
    sites: { executor: 'per-vu-iterations', vus: tablets, iterations: 1, maxDuration: '10m', exec: 'tablet' },
    officials: {
      executor: 'constant-arrival-rate',
      rate: readsPerSecond,
      timeUnit: '1s',
      duration: __ENV['DURATION'] ?? '30s',
      preAllocatedVUs: Math.max(10, readsPerSecond),
      exec: 'official',
    },
  },
  thresholds: {
    'http_req_failed{name:register}': ['rate==0'],
    'http_req_duration{name:register}': ['p(95)<2000'],
    'http_req_failed{scenario:officials}': ['rate==0'],
    'http_req_duration{scenario:officials}': ['p(95)<500'],
    officials_shed: ['rate<0.2'],
    checks: ['rate==1'],
    // nothing sent is nothing proved
    people_registered: [`count==${peopleToRegister}`],
  },
};

export const setup = prepareTablets;

export function tablet(opening: Opening): void {
  sendFromTablet(exec.scenario.iterationInTest, opening);
}

export function official(): void {
  look(exec.scenario.iterationInTest);
}
