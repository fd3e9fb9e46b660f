// The only ways into the product that the simulator has.
export * from './api.js';
