/**
 * The grammar of SMART scopes, version 2 (SMART App Launch 2.2, 3.1): who, which resources, which letters, which of them; and of version 1,
 * by the letters that it is equivalent to (3.1.0.11). Pure.
 */

export type Letter = 'c' | 'r' | 'u' | 'd' | 's';

export interface Grant {
  readonly level: 'patient' | 'user' | 'system';
  /** Name of a FHIR resource type, or `*`. */
  readonly type: string;
  readonly letters: ReadonlySet<Letter>;
  /** Only studies with a series of one of these modalities; absent: all. */
  readonly modalities?: ReadonlySet<string>;
}

// The letters come in this order, each once at most; `.sr` and an empty list are no scopes.
const scopePattern = /^(patient|user|system)\/([A-Z][A-Za-z]{1,63}|\*)\.(c?r?u?d?s?)(?:\?(.{1,512}))?$/;

const version1Pattern = /^(patient|user|system)\/([A-Z][A-Za-z]{1,63}|\*)\.(read|write|\*)$/;
const version1: Readonly<Record<string, string>> = { read: 'rs', write: 'cud', '*': 'cruds' };

/** Scopes of version 1 have no parameters. */
export const isVersion1 = (scope: string): boolean => version1Pattern.test(scope);

const asVersion2 = (scope: string): string =>
  scope.replace(version1Pattern, (_all, level, type, right) => `${level}/${type}.${version1[right]}`);

/** What every measurement of ours is. */
const observationCategories: ReadonlySet<string> = new Set([
  'imaging',
  'http://terminology.hl7.org/CodeSystem/observation-category|imaging',
]);

/** What every report of ours is: a granular scope that asks for it asks for all, and one for another category for none. */
const reportCategories: ReadonlySet<string> = new Set([
  'RAD',
  'http://terminology.hl7.org/CodeSystem/v2-0074|RAD',
  'LP29684-5',
  'http://loinc.org|LP29684-5',
]);

const dicomOntology = 'http://dicom.nema.org/resources/ontology/DCM|';

const modalityOf = (token: string): string | undefined => {
  const code = token.startsWith(dicomOntology) ? token.slice(dicomOntology.length) : token;
  return /^[A-Z0-9_ ]{1,16}$/.test(code) ? code : undefined;
};

interface Narrowed {
  readonly modalities?: ReadonlySet<string>;
}

/** A parameter that cannot be applied voids the scope: what was to be narrowed is never given whole (A13, H88). */
const narrow = (type: string, query: string | undefined): Narrowed | undefined => {
  if (query === undefined) return {};
  const entries = [...new URLSearchParams(query)];
  const [entry, another] = entries;
  if (entry === undefined || another !== undefined) return undefined;
  const [name, value] = entry;
  const tokens = value.split(',');
  if (type === 'ImagingStudy' && name === 'modality') {
    const codes = tokens.map(modalityOf);
    return codes.every((code) => code !== undefined) ? { modalities: new Set(codes) } : undefined;
  }
  if (type === 'DiagnosticReport' && name === 'category')
    return tokens.some((token) => reportCategories.has(token)) ? {} : undefined;
  if (type === 'Observation' && name === 'category')
    return tokens.some((token) => observationCategories.has(token)) ? {} : undefined;
  return undefined;
};

/** Undefined for what is no scope of resources, or one that we cannot apply. */
export const grantOf = (scope: string): Grant | undefined => {
  const [, level, type = '', letters = '', query] = scopePattern.exec(asVersion2(scope)) ?? [];
  const narrowed = narrow(type, query);
  if (letters === '' || narrowed === undefined) return undefined;
  return { level: level as Grant['level'], type, letters: new Set(letters as Iterable<Letter>), ...narrowed };
};

/** True for what is meant as a scope of resources, well formed or not. */
const isResourceScope = (scope: string): boolean => /^(patient|user|system)\//i.test(scope);

export interface Scopes {
  /** Scopes of other kinds, as they stand: `imaging.read`, `launch`, `openid`. */
  readonly plain: ReadonlySet<string>;
  /** Null: the token speaks of no resources. An ill-formed resource scope grants nothing, but it is one. */
  readonly grants: readonly Grant[] | null;
}

/** Scopes are separated by single spaces (RFC 6749 3.3); empty ones between two spaces are passed over. */
export const parseScopes = (text: string): Scopes => {
  const all = text.split(' ').filter((scope) => scope !== '');
  const asked = all.filter(isResourceScope);
  // Where versions are mixed, the wider ones of version 1 do not undo what those of version 2 narrow (H88).
  const resources = asked.every(isVersion1) ? asked : asked.filter((scope) => !isVersion1(scope));
  return {
    plain: new Set(all.filter((scope) => !isResourceScope(scope))),
    grants: asked.length === 0 ? null : resources.flatMap((scope) => grantOf(scope) ?? []),
  };
};
