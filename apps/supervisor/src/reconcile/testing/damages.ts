import type { EquationName } from '#lis/domain';
import { damagesInTheField } from './damages-in-the-field.js';
import { damagesInTheLaboratory } from './damages-in-the-laboratory.js';

/**
 * Who must be named when a row of tube `negative-1` is damaged, and the SQL that does it. In both, `:id` is the
 * tube's id, `:code` its code, `:other` the id of `negative-2`, `:device` the tablet, `:sweep` the sweep.
 */
type Damage = readonly [names: string, sql: string];
export type Damages<Name extends EquationName> = Record<
  Name,
  { readonly removed: Damage; readonly doubled: Damage; readonly moved: Damage }
>;

/** What can go wrong with one row, for every equation there is. */
export const damages: Damages<EquationName> = { ...damagesInTheField, ...damagesInTheLaboratory };
