// What people wrote in own words: sealed, because it may name somebody.
export { writeRemark } from './write-remark.js';
