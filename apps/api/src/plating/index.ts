// Tubes onto plates: wells with controls, and the worklist for the analyser.
export { PlatingModule } from './plating.module.js';
