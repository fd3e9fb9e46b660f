// The probe: a citizen who must never be told "negative".
export * from './probe.js';
