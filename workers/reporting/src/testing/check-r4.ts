import { join } from 'node:path';
import type { Bundle, FhirResource } from 'fhir/r4.js';
import ts from 'typescript';

/**
 * What the R4 definitions (@types/fhir, made from HL7's) say against bundles: each is given to the TypeScript compiler
 * as a literal, so that missing and unknown elements, wrong types, cardinalities of lists and words of required value
 * sets are errors. Empty: nothing.
 */
export function checkR4(bundles: readonly Bundle[]): string[] {
  const file = join(import.meta.dirname, 'literal-bundles.ts');
  const text = [
    `import type { Bundle, DiagnosticReport, FhirResource, Group, Observation, Organization, Patient, Provenance, ServiceRequest, Specimen } from 'fhir/r4.js';`,
    'export const bundles: Bundle[] = [];',
    ...bundles.flatMap(({ entry = [], ...bundle }) => [
      `bundles.push(${JSON.stringify({ ...bundle, entry: entry.map(({ fullUrl, request }) => ({ fullUrl, request })) })});`,
      ...entry.flatMap(({ resource }) => (resource ? literals(resource as FhirResource) : [])),
    ]),
  ].join('\n');
  const options: ts.CompilerOptions = {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    types: [],
  };
  const host = ts.createCompilerHost(options);
  const files = ts.createCompilerHost(options);
  host.fileExists = (name) => name === file || files.fileExists(name);
  host.readFile = (name) => (name === file ? text : files.readFile(name));
  host.getSourceFile = (name, languageVersion, ...more) =>
    name === file
      ? ts.createSourceFile(name, text, languageVersion)
      : files.getSourceFile(name, languageVersion, ...more);
  const program = ts.createProgram([file], options, host);
  return ts
    .getPreEmitDiagnostics(program)
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' ').slice(0, 300));
}

/** A resource and, apart, those contained in it: the definitions leave their type open. */
function literals(resource: FhirResource): string[] {
  const { contained = [], ...rest } = resource as FhirResource & { contained?: FhirResource[] };
  return [`(${JSON.stringify(rest)}) satisfies ${resource.resourceType};`, ...contained.flatMap(literals)];
}
