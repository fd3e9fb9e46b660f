declare module 'hl7-standard' {
  /** The part of the package that the differential test uses. */
  export default class HL7 {
    constructor(text: string);
    transform(): void;
    getSegments(name: string): { data: Record<string, unknown> }[];
  }
}
