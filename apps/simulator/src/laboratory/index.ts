// The bench: boxes are received, tubes stand in a rack, plates are laid out and put into instruments.
export * from './bench.js';
export * from './plate.js';
export * from './plates.js';
export * from './reception.js';
export * from './waiting.js';
