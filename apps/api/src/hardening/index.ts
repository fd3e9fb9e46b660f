// What stands before every route: headers, sizes, rates and times of requests, and an answer for what is no request.
export { limitBodies } from './body-limits.js';
export { answerOddRequest } from './odd-requests.js';
export { limitRates } from './rate-limits.js';
export { sendSecurityHeaders } from './security-headers.js';
export { fastifyLimits, serverLimits } from './server-limits.js';
export { type SharedThrottle, sharedThrottle } from './shared-throttle.js';
export { StrayInputGuard } from './stray-input.guard.js';
