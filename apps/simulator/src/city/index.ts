// The virtual city: its map, its size, and its founding in the product through the administrator's interface.
export * from './city-plan.js';
export * from './drill-folder.js';
export * from './found-city.js';
export * from './geography.js';
export { type Desk, desks } from './recipients.js';
export * from './setup.js';
export * from './virtual-city.js';
