// Boxes: closed and handed over at the site, received and counted at the laboratory.
export { CustodyModule } from './custody.module.js';
export { catchUpWithBoxes } from './join-boxes.js';
