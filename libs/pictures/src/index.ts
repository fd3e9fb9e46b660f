// Charts as SVG text: pure, without a library. They bring their own background, so that light and dark pages show them alike.
export { figure, type Panel } from './figure.js';
export { type Series } from './series.js';
export { type Hue } from './palette.js';
