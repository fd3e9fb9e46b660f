import { DAY_MS, HOUR_MS } from '../time/civil-date.js';

export type LoopKind = 'abnormal-tube' | 'positive-person';
export type OwnerRole =
  'laboratory' | 'verifier' | 'site' | 'community' | 'health-official' | 'hospital' | 'expert';

/** Limits in ms, settings of an installation. Notify to investigate are policy (R7), the others defaults. */
export const CASE_SETTINGS = {
  notify: 2 * HOUR_MS,
  report: 2 * HOUR_MS,
  confirm: 2 * HOUR_MS,
  investigate: 24 * HOUR_MS,
  recollect: 24 * HOUR_MS,
  retest: 12 * HOUR_MS,
  verify: 2 * HOUR_MS,
  transfer: 6 * HOUR_MS,
  isolate: 24 * HOUR_MS,
  testContacts: 24 * HOUR_MS,
  examine: 48 * HOUR_MS,
  classify: 72 * HOUR_MS,
  release: 14 * DAY_MS,
  followUpWeek2: 14 * DAY_MS,
  followUpWeek4: 28 * DAY_MS,
  followUpWeek6: 42 * DAY_MS,
  close: 7 * DAY_MS,
} as const satisfies Readonly<Record<string, number>>;

export type CaseSettings = { readonly [Limit in keyof typeof CASE_SETTINGS]: number };

/** A step: who owns it, which step's end starts its clock (null: the loop's own start), and which limit it has. */
export interface StepRule {
  readonly step: string;
  readonly owner: OwnerRole;
  readonly after: string | null;
  readonly limit: keyof CaseSettings;
}

const rule = (step: string, owner: OwnerRole, after: string | null, limit: keyof CaseSettings): StepRule => ({
  step,
  owner,
  after,
  limit,
});

/**
 * The closed loops of R7, R8 and R10. The loop of an abnormal tube starts at the tube's abnormal call, that of a
 * positive person when a second person verified the individual result. Every owner acknowledges separately.
 */
export const CASE_LOOPS: Readonly<Record<LoopKind, readonly StepRule[]>> = {
  'abnormal-tube': [
    rule('members-frozen', 'laboratory', null, 'notify'),
    rule('site-notified', 'site', null, 'notify'),
    rule('community-notified', 'community', null, 'notify'),
    rule('sampling-team-notified', 'health-official', null, 'notify'),
    rule('members-recollected', 'site', null, 'recollect'),
    rule('retests-resulted', 'laboratory', 'members-recollected', 'retest'),
    rule('retests-verified', 'verifier', 'retests-resulted', 'verify'),
  ],
  'positive-person': [
    rule('reported', 'health-official', null, 'report'),
    rule('confirmed', 'health-official', 'reported', 'confirm'),
    rule('transferred', 'hospital', 'confirmed', 'transfer'),
    rule('investigated', 'health-official', null, 'investigate'),
    rule('contacts-isolated', 'community', 'investigated', 'isolate'),
    rule('contacts-tested', 'site', 'investigated', 'testContacts'),
    rule('examined', 'hospital', 'transferred', 'examine'),
    rule('classified', 'expert', 'examined', 'classify'),
    rule('released', 'hospital', 'classified', 'release'),
    rule('followed-up-week-2', 'community', 'released', 'followUpWeek2'),
    rule('followed-up-week-4', 'community', 'released', 'followUpWeek4'),
    rule('followed-up-week-6', 'community', 'released', 'followUpWeek6'),
    rule('closed', 'health-official', 'followed-up-week-6', 'close'),
  ],
};
