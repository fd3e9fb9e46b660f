// Boxes from the sites to the laboratories: what is in them is a function of the plan and the re-collections.
export * from './boxes.js';
export * from './courier.js';
