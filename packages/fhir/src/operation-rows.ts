/** The operations of the table, each with what goes in and what comes out. */
export interface OperationRow {
  /** Without the `$`. */
  readonly name: string;
  readonly level: 'type' | 'instance';
  readonly method: 'GET' | 'POST';
  readonly title: string;
  readonly description: string;
  readonly parameters: readonly {
    readonly name: string;
    readonly use: 'in' | 'out';
    readonly min: number;
    readonly max: '1' | '*';
    readonly type: string;
    readonly documentation: string;
  }[];
}

const resourceOut = (documentation: string) =>
  ({ name: 'return', use: 'out', min: 1, max: '1', type: 'Bundle', documentation }) as const;

export const patientOperations: readonly OperationRow[] = [
  {
    name: 'match',
    level: 'type',
    method: 'POST',
    title: 'Find a patient by what is known of one',
    description:
      'Compares the given Patient with the records that we know, field by field, and gives those that may be the same person with a score from 0 to 1 and a grade. Certainly the same: linked without asking; possible: a person must decide. Two records that a rule keeps apart are never given.',
    parameters: [
      { name: 'resource', use: 'in', min: 1, max: '1', type: 'Patient', documentation: 'What is known' },
      { name: 'onlyCertainMatches', use: 'in', min: 0, max: '1', type: 'boolean', documentation: 'Only certain ones' },
      { name: 'count', use: 'in', min: 0, max: '1', type: 'integer', documentation: 'At most so many' },
      resourceOut('Patients with search.score and the match-grade extension, best first'),
    ],
  },
  {
    name: 'ihe-pix',
    level: 'type',
    method: 'GET',
    title: 'The identifiers of a patient elsewhere',
    description:
      'Patient Identifier Cross-reference Query of IHE PIXm (ITI-83): for an identifier, those of the same person in other domains. Who is linked is decided by the patient index; a link that is undone is gone at once.',
    parameters: [
      {
        name: 'sourceIdentifier',
        use: 'in',
        min: 1,
        max: '1',
        type: 'string',
        documentation: 'The known identifier, as system|value',
      },
      { name: 'targetSystem', use: 'in', min: 0, max: '*', type: 'uri', documentation: 'Only of these domains' },
      { name: 'targetIdentifier', use: 'out', min: 0, max: '*', type: 'Identifier', documentation: 'An identifier' },
      { name: 'targetId', use: 'out', min: 0, max: '*', type: 'Reference', documentation: 'A Patient of ours' },
    ],
  },
  {
    name: 'everything',
    level: 'instance',
    method: 'GET',
    title: 'All that we have of a patient',
    description:
      'The Patient, the linked records of the same person, their studies, reports, documents, orders and appointments, as far as the token may read each type. All in one answer, or as pages of _count.',
    parameters: [
      {
        name: '_since',
        use: 'in',
        min: 0,
        max: '1',
        type: 'instant',
        documentation: 'Only what was changed here since then; what does not say when it was changed is given always',
      },
      { name: '_type', use: 'in', min: 0, max: '*', type: 'code', documentation: 'Only these types' },
      {
        name: 'start',
        use: 'in',
        min: 0,
        max: '1',
        type: 'date',
        documentation: 'Only care that was not over before; what tells of no time of care is given always',
      },
      {
        name: 'end',
        use: 'in',
        min: 0,
        max: '1',
        type: 'date',
        documentation: 'Only care that had begun by then; what tells of no time of care is given always',
      },
      { name: '_count', use: 'in', min: 0, max: '1', type: 'integer', documentation: 'Resources in one page' },
      resourceOut('A searchset'),
    ],
  },
  {
    name: 'completeness',
    level: 'instance',
    method: 'GET',
    title: 'How complete the imaging history is',
    description:
      'The statement of completeness of a person: as of when, by which sources, and which of them did not answer. A source that failed is never one that had nothing.',
    parameters: [
      { name: 'verdict', use: 'out', min: 1, max: '1', type: 'code', documentation: 'complete, incomplete, unknown' },
      { name: 'headline', use: 'out', min: 1, max: '1', type: 'string', documentation: 'In one sentence' },
      { name: 'source', use: 'out', min: 0, max: '*', type: 'string', documentation: 'Each source, with its outcome' },
    ],
  },
];

export const studyOperations: readonly OperationRow[] = [
  {
    name: 'priors',
    level: 'instance',
    method: 'GET',
    title: 'The ranked priors of a study',
    description:
      'Every known study of the person, at any site, ranked for this one: tier, score, reasons in clinical words, and where the images are. Studies that are here are referred to.',
    parameters: [
      { name: 'prior', use: 'out', min: 0, max: '*', type: 'BackboneElement', documentation: 'One prior, best first' },
    ],
  },
];

export const subscriptionOperations: readonly OperationRow[] = [
  {
    name: 'status',
    level: 'instance',
    method: 'GET',
    title: 'How a subscription stands',
    description: 'Its status and how many events there were, as the status that notifications begin with.',
    parameters: [resourceOut('A searchset with one Parameters')],
  },
  {
    name: 'events',
    level: 'instance',
    method: 'GET',
    title: 'What a subscription was told of',
    description: 'Events by number, sent or not, at most a hundred, so that what was missed is had again.',
    parameters: [
      { name: 'eventsSinceNumber', use: 'in', min: 0, max: '1', type: 'string', documentation: 'From this number on' },
      { name: 'eventsUntilNumber', use: 'in', min: 0, max: '1', type: 'string', documentation: 'Up to this number' },
      { name: 'content', use: 'in', min: 0, max: '1', type: 'code', documentation: 'Less than what it is told' },
      resourceOut('A notification of type query-event'),
    ],
  },
  {
    name: 'get-ws-binding-token',
    level: 'instance',
    method: 'GET',
    title: 'A token that binds a WebSocket to a subscription',
    description:
      'For a subscription by websocket: where to connect, and what to say there (bind-with-token TOKEN) within five minutes. Notifications follow as text.',
    parameters: [
      { name: 'token', use: 'out', min: 1, max: '1', type: 'string', documentation: 'What is said on the socket' },
      { name: 'expiration', use: 'out', min: 1, max: '1', type: 'dateTime', documentation: 'Until when it is good' },
      { name: 'subscription', use: 'out', min: 0, max: '*', type: 'string', documentation: 'What it binds' },
      { name: 'websocket-url', use: 'out', min: 1, max: '1', type: 'url', documentation: 'Where to connect' },
    ],
  },
];
