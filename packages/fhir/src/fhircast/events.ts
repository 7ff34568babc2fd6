/** The events of FHIRcast STU3 (3, Event Catalog) that are understood here, and the scopes that allow them (2.2). */

export type CastKind = 'open' | 'close' | 'update' | 'select' | 'infrastructure';

export interface CastEventRow {
  readonly name: string;
  readonly kind: CastKind;
  /** The type of the resource that it is about; null: of none. */
  readonly anchor: string | null;
  /** The keys that its context must hold, each with a resource of this type, or with a reference to one. */
  readonly needs: readonly { readonly key: string; readonly type: string; readonly as: 'resource' | 'reference' }[];
}

/** The key by which a context names a resource of a type; three differ from the name of the type for reasons of history. */
export const castKeys: Readonly<Record<string, string>> = {
  Patient: 'patient',
  Encounter: 'encounter',
  ImagingStudy: 'study',
  DiagnosticReport: 'report',
};

const resource = (type: string) => ({ key: castKeys[type] ?? '', type, as: 'resource' }) as const;
const reference = (type: string) => ({ key: castKeys[type] ?? '', type, as: 'reference' }) as const;

const about = (anchor: string, kind: CastKind, needs: CastEventRow['needs']): CastEventRow => ({
  name: `${anchor}-${kind}`,
  kind,
  anchor,
  needs,
});

const other = (name: string, needs: CastEventRow['needs'] = []): CastEventRow => ({
  name,
  kind: 'infrastructure',
  anchor: null,
  needs,
});

export const castEvents: readonly CastEventRow[] = [
  about('Patient', 'open', [resource('Patient')]),
  about('Patient', 'close', [resource('Patient')]),
  about('Encounter', 'open', [resource('Encounter'), resource('Patient')]),
  about('Encounter', 'close', [resource('Encounter')]),
  about('ImagingStudy', 'open', [resource('ImagingStudy')]),
  about('ImagingStudy', 'close', [resource('ImagingStudy')]),
  about('DiagnosticReport', 'open', [resource('DiagnosticReport'), resource('Patient')]),
  about('DiagnosticReport', 'close', [resource('DiagnosticReport')]),
  about('DiagnosticReport', 'update', [
    reference('DiagnosticReport'),
    { key: 'updates', type: 'Bundle', as: 'resource' },
  ]),
  about('DiagnosticReport', 'select', [reference('DiagnosticReport')]),
  other('SyncError', [{ key: 'operationoutcome', type: 'OperationOutcome', as: 'resource' }]),
  other('UserLogout'),
  other('UserHibernate'),
  other('Home-open'),
];

const byName = new Map(castEvents.map((row) => [row.name.toLowerCase(), row]));

/** Names are compared without case (2.3). */
export const castEventOf = (name: string): CastEventRow | undefined => byName.get(name.toLowerCase());

interface CastScope {
  /** Lower case, or `*`. */
  readonly event: string;
  readonly right: string;
}

const parse = (scope: string): CastScope | undefined => {
  const [, event = '', right = ''] = /^fhircast\/([A-Za-z-]{1,64}|\*)\.(read|write|\*)$/.exec(scope) ?? [];
  if (event !== '*' && castEventOf(event) === undefined) return undefined;
  return { event: event.toLowerCase(), right };
};

/** Whether it is a scope of an event that exists here: `fhircast/Patient-open.read`, `fhircast/*.*`. */
export const isCastScope = (scope: string): boolean => parse(scope) !== undefined;

/** Whether one of the scopes allows all that is wanted; `*` is wanted only where `*` is allowed. */
export const coversCast = (scopes: readonly string[], wanted: string): boolean => {
  const asked = parse(wanted);
  if (asked === undefined) return false;
  return scopes.some((scope) => {
    const allowed = parse(scope);
    return (
      (allowed?.event === '*' || allowed?.event === asked.event) &&
      (allowed.right === '*' || allowed.right === asked.right)
    );
  });
};

/** Whether these scopes allow to be told of an event (`read`), or to tell of one (`write`). */
export const mayCast = (scopes: readonly string[], event: string, right: 'read' | 'write'): boolean =>
  coversCast(scopes, `fhircast/${event}.${right}`);
