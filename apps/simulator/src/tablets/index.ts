// Virtual tablets: they seal tubes, keep them until each is acknowledged, and count.
export * from './recollect.js';
export * from './sealed-tube.js';
export * from './send-tubes.js';
export * from './tablet.js';
