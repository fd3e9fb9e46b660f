import type { Segment } from '../message/segment.js';
import type { FieldName } from './sender-profile.js';

/** A field's name as indexes; `component` null: the whole field. */
export interface FieldPlace {
  segment: string;
  field: number;
  component: number | null;
  subcomponent: number;
}

/** The segments round a reading, as far as there are any. */
export type SegmentsAround = { readonly [name: string]: Segment | null | undefined };

export const FIELD_NAME = /^(MSH|PID|SPM|SAC|OBR|OBX)-([1-9]\d?)(?:\.([1-9]\d?)(?:\.([1-9]\d?))?)?$/;

/** @throws Error for a name that is none; entered profiles are checked before they are kept */
export function fieldPlace(name: FieldName): FieldPlace {
  const [, segment, field, component, subcomponent] = FIELD_NAME.exec(name) ?? [];
  if (segment === undefined) throw new Error(`no field has the name ${name.slice(0, 20)}`);
  return {
    segment,
    field: Number(field),
    component: component === undefined ? null : Number(component) - 1,
    subcomponent: subcomponent === undefined ? 0 : Number(subcomponent) - 1,
  };
}

/** The first leaf of a place that is not empty, escapes resolved and blanks trimmed; `''` when there is none. */
export function firstText(places: readonly FieldPlace[], around: SegmentsAround): string {
  for (const { segment, field, component, subcomponent } of places) {
    const text = around[segment]?.text(field, 0, component ?? 0, subcomponent).trim() ?? '';
    if (text !== '') return text;
  }
  return '';
}

/** As firstText, but a place without a component is its whole field, components joined by `^`. */
export function firstField(places: readonly FieldPlace[], around: SegmentsAround): string {
  for (const place of places) {
    const { segment: name, field, component } = place;
    const segment = around[name];
    if (!segment) continue;
    const raw = segment.field(field) ?? '';
    const text =
      component !== null
        ? firstText([place], around)
        : raw === '""'
          ? ''
          : raw
              .split(segment.delimiters.component || '^')
              .map((_, i) => segment.text(field, 0, i))
              .join('^');
    if (text !== '') return text;
  }
  return '';
}
