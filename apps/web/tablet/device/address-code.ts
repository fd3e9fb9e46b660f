import { codeIn } from './tablet.js';

let taken = '';

/**
 * Takes an enrolment code out of the address's fragment, which no server and no log sees, before anything is shown: a
 * copied address or a screenshot gives nothing away, whether or not the tablet needs the code.
 */
export function takeCodeFromAddress(): void {
  if (!location.hash) return;
  taken = codeIn(location.hash);
  history.replaceState(null, '', location.pathname);
}

/** The code that the page was opened with; empty: none. */
export const codeOfAddress = (): string => taken;
