// The virtual health authority: a recipient that keeps a ledger, loses answers, and confirms.
export * from './authority.js';
export * from './books.js';
export * from './front-desk.js';
export * from './format-books.js';
export * from './format-desk.js';
export * from './ledger-file.js';
export * from './ledger-line.js';
export * from './server.js';
