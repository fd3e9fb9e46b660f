// The records: migrations, connections and one file of query functions per record. SQL in the open.
export * from './connection.js';
export * from './bulk.js';
export * from './copy-rows.js';
export * from './migrate.js';
export * from './audit.queries.js';
export * from './audit-seal.queries.js';
export * from './attention.queries.js';
export * from './outbox.queries.js';
export * from './tally.queries.js';
export * from './fold.queries.js';
export * from './cases.queries.js';
export * from './cases-steps.queries.js';
export * from './cases-lists.queries.js';
export * from './reports-sources.queries.js';
export * from './reports.queries.js';
export * from './reports-feeds.queries.js';
export * from './deliveries.queries.js';
