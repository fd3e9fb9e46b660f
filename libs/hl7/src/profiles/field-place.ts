import type { Segment } from '../message/segment.js';
import type { FieldName } from './sender-profile.js';

/** A field's name as indexes; `component` null: the whole field. */
export interface FieldPlace {
  segment: keyof SegmentsAround;
  field: number;
  component: number | null;
  subcomponent: number;
}

/** The segments round a reading, as far as there are any. */
export interface SegmentsAround {
  readonly MSH: Segment;
  readonly PID: Segment | null;
  readonly SPM: Segment | null;
  readonly SAC: Segment | null;
  readonly OBR: Segment | null;
  readonly OBX: Segment | null;
}

const FIELD_NAME = /^(MSH|PID|SPM|SAC|OBR|OBX)-([1-9]\d?)(?:\.([1-9]\d?)(?:\.([1-9]\d?))?)?$/;

/** @throws Error for a name that is none; entered profiles are checked before they are kept */
export function fieldPlace(name: FieldName): FieldPlace {
  const [, segment, field, component, subcomponent] = FIELD_NAME.exec(name) ?? [];
  if (segment === undefined) throw new Error(`no field has the name ${name.slice(0, 20)}`);
  return {
    segment: segment as keyof SegmentsAround,
    field: Number(field),
    component: component === undefined ? null : Number(component) - 1,
    subcomponent: subcomponent === undefined ? 0 : Number(subcomponent) - 1,
  };
}

/** The leaf of a place, escapes resolved and blanks trimmed; `''` when it was not sent, is empty or null. */
export function textAt(place: FieldPlace, around: SegmentsAround): string {
  const segment = around[place.segment];
  return segment === null
    ? ''
    : segment.text(place.field, 0, place.component ?? 0, place.subcomponent).trim();
}

/** The first of some places that is not empty; `''` when all are. */
export function firstText(places: readonly FieldPlace[], around: SegmentsAround): string {
  for (const place of places) {
    const text = textAt(place, around);
    if (text !== '') return text;
  }
  return '';
}

/** As firstText, but a place without a component is its whole field, components joined by `^`. */
export function firstField(places: readonly FieldPlace[], around: SegmentsAround): string {
  for (const place of places) {
    const { segment: name, field, component } = place;
    const segment = around[name];
    if (segment === null) continue;
    const raw = segment.field(field) ?? '';
    const text =
      component !== null
        ? textAt(place, around)
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
