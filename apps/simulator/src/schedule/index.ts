// What happens when: events by the drill's time, and the clock that the product is shown.
export * from './drill-clock.js';
export * from './heap.js';
export * from './run-schedule.js';
export * from './schedule.js';
