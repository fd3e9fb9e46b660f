declare module 'hl7-standard' {
  interface HeldSegment {
    data: Record<string, unknown>;
    set(path: string, value: string): void;
  }
  /** The part of the package that the differential tests and the bench use. */
  export default class HL7 {
    constructor(text?: string);
    transform(): void;
    build(): string;
    get(path: string, index?: number): unknown;
    set(path: string, value: string): void;
    createSegment(name: string): HeldSegment;
    getSegments(name?: string): HeldSegment[];
  }
}
