// How many carry it by day and site, how many swabs should go into a tube, which design a laboratory should use.
export { PrevalenceModule } from './prevalence.module.js';
