import type { KitDefinition } from './kit-definition.js';

/** A two-gene kit for drills and tests, typical of those in use; not any maker's instruction for use. */
export const demoKit: KitDefinition = {
  id: 'demo-orf1ab-n',
  version: 2,
  name: 'Demonstration kit ORF1ab/N',
  targets: [
    { name: 'ORF1AB', positiveAtOrBelow: 38, suspiciousAtOrBelow: 40 },
    { name: 'N', positiveAtOrBelow: 38, suspiciousAtOrBelow: 40 },
  ],
  internalControl: { target: 'IC', validAtOrBelow: 40, requiredWhen: 'no-target-detected' },
  whenSomeDetected: 'inconclusive',
  stated: { sensitivity: 0.98, specificity: 0.9999, swabsValidated: 20, aliquotsValidated: 64 },
  plausibleCt: { from: 5, to: 45 },
  controls: [
    {
      kind: 'negative',
      mandatory: true,
      expectations: [
        { target: 'ORF1AB', expect: 'clean', noCtAtOrBelow: 40 },
        { target: 'N', expect: 'clean', noCtAtOrBelow: 40 },
      ],
    },
    {
      kind: 'positive',
      mandatory: true,
      expectations: [
        { target: 'ORF1AB', expect: 'range', from: 20, to: 35 },
        { target: 'N', expect: 'range', from: 20, to: 35 },
      ],
    },
    {
      kind: 'extraction',
      mandatory: false,
      expectations: [
        { target: 'ORF1AB', expect: 'clean', noCtAtOrBelow: 40 },
        { target: 'N', expect: 'clean', noCtAtOrBelow: 40 },
        { target: 'IC', expect: 'range', from: 15, to: 38 },
      ],
    },
  ],
};
