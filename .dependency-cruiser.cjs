/** Layering. Direction: packages <- db, storage, peers <- features <- doors <- main; web -> packages/contract only. */
const inServer = (folder) => `^server/src/${folder}/`;

module.exports = {
  forbidden: [
    {
      name: 'packages-are-pure',
      comment:
        'Protocol and algorithm libraries must be usable and testable without database, web framework or settings.',
      severity: 'error',
      from: { path: '^packages/', pathNot: '\\.test\\.ts$' },
      to: { path: '^(server|web|tools|e2e)/|node_modules/(pg|kysely|fastify|react|pino|pg-boss)/' },
    },
    {
      name: 'packages-touch-no-machine',
      comment: 'Parsers take bytes and state machines take events; files and processes belong to the server.',
      severity: 'error',
      from: { path: '^packages/', pathNot: '\\.test\\.ts$|/testing/' },
      to: { dependencyTypes: ['core'], path: '^(node:)?(fs|fs/promises|child_process|http|https|worker_threads)$' },
    },
    {
      name: 'sockets-in-transport-files',
      comment:
        'Protocol cores own no sockets (rule 3): only the transport files of packages/dimse and packages/hl7 open them.',
      severity: 'error',
      from: { path: '^packages/', pathNot: '^packages/(dimse|hl7)/src/.*transport.*\\.ts$|\\.test\\.ts$|/testing/' },
      to: { dependencyTypes: ['core'], path: '^(node:)?(net|tls|dgram)$' },
    },
    {
      name: 'terminology-before-relevance',
      comment: 'Meaning is known before relevance is judged, never the other way round.',
      severity: 'error',
      from: { path: '^packages/terminology/' },
      to: { path: '^packages/relevance/' },
    },
    {
      name: 'data-layers-know-no-feature',
      comment: 'Database, storage and peers serve the features and know none of them.',
      severity: 'error',
      from: { path: '^server/src/(db|storage|peers)/', pathNot: '\\.test\\.ts$' },
      to: { path: '^server/src/(features|doors|cli)/' },
    },
    {
      name: 'features-know-no-protocol',
      comment: 'A use case is the same whichever door it came through; peers/ is how a feature reaches another system.',
      severity: 'error',
      from: { path: inServer('features'), pathNot: '\\.test\\.ts$' },
      to: { path: '^server/src/(doors|cli)/|^packages/dimse/|node_modules/fastify/' },
    },
    {
      name: 'doors-through-features',
      comment: 'A door translates, says who is asking and calls a feature; rules and SQL behind it stay in one place.',
      severity: 'error',
      from: { path: inServer('doors'), pathNot: '\\.test\\.ts$|^server/src/doors/jobs/' },
      to: { path: '^server/src/(db|storage)/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'doors-apart',
      comment: 'One door never leans on another.',
      severity: 'error',
      from: { path: '^server/src/doors/([^/]+)/', pathNot: '\\.test\\.ts$' },
      to: { path: '^server/src/doors/', pathNot: '^server/src/doors/$1/' },
    },
    {
      name: 'feature-by-index',
      comment: 'What one feature shows another is what its index.ts exports.',
      severity: 'error',
      from: { path: '^server/src/features/([^/]+)/', pathNot: '\\.test\\.ts$' },
      to: { path: '^server/src/features/[^/]+/.+', pathNot: '^server/src/features/$1/|/index\\.ts$' },
    },
    {
      name: 'web-through-contract',
      comment: 'The page knows the server only by the contract.',
      severity: 'error',
      from: { path: '^web/' },
      to: { path: '^(server|tools|e2e)/|^packages/(?!contract/)' },
    },
    {
      name: 'viewport-owns-cornerstone',
      comment: 'One folder knows the viewer library, so that it can be replaced.',
      severity: 'error',
      from: { path: '^web/src/', pathNot: '^web/src/viewport/' },
      to: { path: 'node_modules/@cornerstonejs/' },
    },
    {
      name: 'server-without-tools',
      comment: 'Generators and synthetic data are not part of a running server; only the demo command starts them.',
      severity: 'error',
      from: { path: '^server/src/', pathNot: '\\.test\\.ts$|^server/src/cli/(demo|bench)' },
      to: { path: '^(tools|e2e|web)/' },
    },
    {
      name: 'no-cycles',
      comment: 'A cycle has no order to read it in.',
      severity: 'error',
      from: {},
      to: { circular: true, dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'no-production-import-of-tests',
      comment: 'Tests depend on the product, not the product on tests.',
      severity: 'error',
      from: { pathNot: '\\.test\\.ts$|^e2e/|/testing|^server/test/' },
      to: { path: '\\.test\\.ts$|^e2e/' },
    },
    {
      name: 'no-unresolvable',
      comment: 'An import that resolves to nothing fails at run time.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '/dist/' },
    tsPreCompilationDeps: 'specify',
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'require', 'node', 'default', 'types'],
    },
  },
};
