// The dependency rules of docs/architecture.md, all errors.
const home = (name, packages, allowed) => ({
  name: `one-home-for-${name}`,
  severity: 'error',
  comment: `${packages} has one home`,
  from: { path: '^(apps|libs|workers)/', pathNot: allowed },
  to: { path: `node_modules/(${packages})/` },
});

module.exports = {
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'domain-imports-only-domain',
      severity: 'error',
      from: { path: '^libs/domain/src/', pathNot: '\\.spec\\.ts$|/spec-support/' },
      to: { pathNot: '^libs/domain/src/' },
    },
    {
      name: 'libs-never-import-processes',
      severity: 'error',
      from: { path: '^libs/' },
      to: { path: '^(apps|workers)/' },
    },
    {
      name: 'no-process-imports-another',
      severity: 'error',
      from: { path: '^(apps|workers)/([^/]+)/' },
      to: { path: '^(apps|workers)/', pathNot: '^$1/$2/' },
    },
    {
      name: 'libs-are-entered-through-index',
      severity: 'error',
      // k6 has no package imports: its scripts name the pure files that they share with the tablet
      from: { path: '^(apps|workers|libs|test|load-tests)/([^/]+)/', pathNot: '^load-tests/k6/' },
      to: { path: '^libs/([^/]+)/src/(?!index\\.ts$)', pathNot: '^$1/$2/' },
    },
    {
      name: 'no-nest-in-plain-libs',
      severity: 'error',
      from: { path: '^libs/(domain|contracts|persistence|hl7|astm|instrument-files)/' },
      to: { path: 'node_modules/@nestjs/' },
    },
    {
      name: 'instrument-files-are-pure',
      severity: 'error',
      from: { path: '^libs/instrument-files/' },
      to: { path: '^libs/(?!instrument-files/|hl7/|domain/)' },
    },
    {
      name: 'offline-commands-need-nothing-but-node',
      severity: 'error',
      comment: 'a laboratory that uses nothing else of ours decodes with them',
      from: { path: '^apps/offline/' },
      to: { path: '^libs/(?!domain/|instrument-files/|pictures/)' },
    },
    {
      name: 'pictures-are-pure',
      severity: 'error',
      from: { path: '^libs/pictures/', pathNot: '\\.spec\\.ts$' },
      to: { pathNot: '^libs/pictures/' },
    },
    {
      name: 'astm-is-pure',
      severity: 'error',
      from: { path: '^libs/astm/' },
      to: { path: '^libs/(?!astm/|hl7/|domain/)' },
    },
    home('bullmq', 'bullmq|ioredis', '^(libs/platform|workers)/'),
    home('hl7-standard', 'hl7-standard', '^libs/hl7/'),
    home('postgres', 'postgres', '^libs/(persistence|platform|testing)/'),
    home('piscina', 'piscina', '^workers/'),
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)dist/' },
    tsConfig: { fileName: 'tsconfig.json' },
    tsPreCompilationDeps: false,
    enhancedResolveOptions: {
      conditionNames: ['source', 'import', 'node', 'default'],
      exportsFields: ['exports'],
    },
  },
};
