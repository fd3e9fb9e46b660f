import { describe, expect, it } from 'vitest';
import { definitionFields } from './definition-fields.js';

describe('fields of a profile', () => {
  it('are named by where they stand; what is empty is shown as empty', () => {
    expect(
      definitionFields({
        id: 'x',
        kit: null,
        ct: { sent: false, noCtWords: ['N/A', ''], empty: [] },
        qualityControl: { codePrefixes: [{ prefix: 'QC', role: 'qc' }], roles: {} },
      }),
    ).toEqual([
      { field: 'id', text: 'x' },
      { field: 'kit', text: '—' },
      { field: 'ct.sent', text: 'false' },
      { field: 'ct.noCtWords', text: 'N/A, ""' },
      { field: 'ct.empty', text: '—' },
      { field: 'qualityControl.codePrefixes.1', text: 'prefix: QC, role: qc' },
      { field: 'qualityControl.roles', text: '—' },
    ]);
  });
});
