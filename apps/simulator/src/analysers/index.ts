// Virtual analysers: MLLP clients that send what the truth shows, again and again until it is acknowledged.
export * from './analyser.js';
export * from './mllp-link.js';
export * from './plate-messages.js';
