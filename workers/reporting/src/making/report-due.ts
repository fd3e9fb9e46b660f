import { CASE_SETTINGS } from '#lis/domain';

/** ms until a report is due: a single one from the verification of its result (R7), a feed from its making. */
export const reportDueMs = CASE_SETTINGS.report;
