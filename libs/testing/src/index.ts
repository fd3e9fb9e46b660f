// What tests share: a database of their own on a real embedded PostgreSQL, and builders.
export * from './database.js';
