// What tests share: a database of their own on a real embedded PostgreSQL, and builders.
export * from './database.js';
export * from './builders/laboratory.builder.js';
export * from './builders/tube.builder.js';
export * from './builders/plate.builder.js';
export * from './builders/result.builder.js';
export * from './builders/actor.builder.js';
export * from './builders/clock.builder.js';
export * from './builders/sealed-tube.builder.js';
export * from './builders/call.builder.js';
export * from './builders/specimen-batch.builder.js';
