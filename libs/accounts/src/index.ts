// Accounts of people: what the api and the command for the first administrator share.
export * from './passwords.js';
export * from './create-account.js';
export * from './insert-actor.js';
