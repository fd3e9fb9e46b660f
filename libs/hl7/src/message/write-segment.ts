import { STANDARD_DELIMITERS, type Delimiters } from './delimiters.js';
import { escapeLeaf } from './escapes.js';

/** Text is escaped; `null` is written as the HL7 null `""`, `''` and `undefined` as nothing. */
export type Leaf = string | number | null | undefined;
export type Component = Leaf | { subcomponents: readonly Leaf[] };
export type Repetition = Component | { components: readonly Component[] };
export type Field = Repetition | { repetitions: readonly Repetition[] };

/** One field or repetition made of components. */
export function components(...parts: Component[]): { components: Component[] } {
  return { components: parts };
}

/** One component made of sub-components. */
export function subcomponents(...parts: Leaf[]): { subcomponents: Leaf[] } {
  return { subcomponents: parts };
}

/** One field that repeats. */
export function repetitions(...parts: Repetition[]): { repetitions: Repetition[] } {
  return { repetitions: parts };
}

/**
 * Writes one segment without its line end. `fields[0]` is field 1, except in MSH, FHS and BHS, whose fields 1 and 2
 * are the delimiters and are written from them: there `fields[0]` is field 3. Fields after the last one that is
 * not `undefined` are not written.
 */
export function writeSegment(
  name: string,
  fields: readonly Field[],
  delimiters: Delimiters = STANDARD_DELIMITERS,
): string {
  const isHeader = name === 'MSH' || name === 'FHS' || name === 'BHS';
  const start = isHeader ? name + delimiters.field + delimiters.encodingCharacters : name;
  let last = fields.length;
  while (last > 0 && fields[last - 1] === undefined) last -= 1;
  let text = start;
  for (let i = 0; i < last; i += 1) text += delimiters.field + writeField(fields[i], delimiters);
  return text;
}

/** Joins written segments into a message: each ends with CR, the last too. */
export function writeMessage(segments: readonly string[]): string {
  return segments.map((segment) => `${segment}\r`).join('');
}

function writeField(field: Field, d: Delimiters): string {
  return isStructure(field) && 'repetitions' in field
    ? field.repetitions.map((repetition) => writeRepetition(repetition, d)).join(d.repetition)
    : writeRepetition(field, d);
}

function writeRepetition(repetition: Repetition, d: Delimiters): string {
  return isStructure(repetition) && 'components' in repetition
    ? repetition.components.map((component) => writeComponent(component, d)).join(d.component)
    : writeComponent(repetition, d);
}

function writeComponent(component: Component, d: Delimiters): string {
  return isStructure(component)
    ? component.subcomponents.map((leaf) => writeLeaf(leaf, d)).join(d.subcomponent)
    : writeLeaf(component, d);
}

function writeLeaf(leaf: Leaf, d: Delimiters): string {
  if (leaf === null) return '""';
  if (leaf === undefined || leaf === '') return '';
  return escapeLeaf(String(leaf), d);
}

function isStructure<T extends object>(value: Leaf | T): value is T {
  return typeof value === 'object' && value !== null;
}
