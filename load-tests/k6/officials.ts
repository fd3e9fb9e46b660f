import { check } from 'k6';
import http from 'k6/http';
import { Rate } from 'k6/metrics';
import * as settings from './settings.ts';

/** Reads that the server put off: allowed, dashboards are shed before intake, but not to be the rule. */
export const shed = new Rate('officials_shed');

const token = settings.tokens.official ?? '';
const routes = ['coverage', 'funnel', 'forecast'] as const;

/** One official looks at one figure, as the dashboard does. */
export function look(iteration: number): void {
  const route = routes[iteration % routes.length] ?? 'coverage';
  const answer = http.get(`${settings.baseUrl}/v1/${route}?sweepId=${settings.sweepId}`, {
    ...settings.json(token, route),
    responseCallback: http.expectedStatuses(200, 503),
  });
  shed.add(answer.status === 503);
  check(answer, {
    'an answer with its moment, or "busy"': ({ status, body }) =>
      status === 503 || (status === 200 && String(body).includes('"asOf"')),
  });
}
