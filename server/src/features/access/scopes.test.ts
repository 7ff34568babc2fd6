import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Principal, type ReadableType, type Right, reachOf } from './principal.ts';
import { parseScopes } from './scopes.ts';

interface Asker {
  readonly scope: string;
  readonly patient?: boolean;
  readonly rights?: readonly Right[];
}

const principalOf = ({ scope, patient = false, rights = ['read'] }: Asker): Principal => {
  const { grants } = parseScopes(scope);
  return {
    tenantId: 't',
    subject: 's',
    door: 'fhir',
    rights: new Set(rights),
    ...(grants && { grants }),
    ...(patient && { records: new Set(['a']) }),
  };
};

/** What may be read and searched of a type, as a word: `-` nothing, `r`, `s`, `rs`; `!` bound to a patient; `?` to modalities. */
const seen = (asker: Asker, type: ReadableType): string => {
  const reaches = (['r', 's'] as const).map((letter) => [letter, reachOf(principalOf(asker), type, letter)] as const);
  const letters = reaches.filter(([, reach]) => reach !== undefined);
  if (letters.length === 0) return '-';
  const bound = letters.some(([, reach]) => reach?.records !== undefined) ? '!' : '';
  const narrowed = letters.some(([, reach]) => reach?.modalities !== undefined) ? '?' : '';
  return `${letters.map(([letter]) => letter).join('')}${bound}${narrowed}`;
};

const none = { rights: [] as const };
const launched = { patient: true, ...none };

describe('SMART scopes', () => {
  it.each<readonly [string, Asker, ReadableType, string]>([
    ['a department token reads all', { scope: 'imaging.read' }, 'ImagingStudy', 'rs'],
    ['a department token in a patient context reads that patient', { scope: 'x', patient: true }, 'Patient', 'rs!'],
    ['no scope and no right', { scope: '', ...none }, 'ImagingStudy', '-'],
    ['patient scope', { scope: 'patient/ImagingStudy.rs', ...launched }, 'ImagingStudy', 'rs!'],
    ['patient scope of another type', { scope: 'patient/Patient.rs', ...launched }, 'ImagingStudy', '-'],
    ['patient scope without context', { scope: 'patient/*.rs', ...none }, 'ImagingStudy', '-'],
    ['patient scope without context, with rights', { scope: 'patient/*.rs' }, 'ImagingStudy', '-'],
    ['read is not search', { scope: 'patient/ImagingStudy.r', ...launched }, 'ImagingStudy', 'r!'],
    ['search is not read', { scope: 'patient/ImagingStudy.s', ...launched }, 'ImagingStudy', 's!'],
    ['writing is neither', { scope: 'patient/*.cud', ...launched }, 'ImagingStudy', '-'],
    ['letters out of order', { scope: 'patient/*.sr', ...launched }, 'ImagingStudy', '-'],
    ['a letter twice', { scope: 'patient/*.rrs', ...launched }, 'ImagingStudy', '-'],
    ['no letter', { scope: 'patient/*.', ...launched }, 'ImagingStudy', '-'],
    ['version 1 reads and searches', { scope: 'patient/*.read', ...launched }, 'ImagingStudy', 'rs!'],
    ['version 1 of all rights', { scope: 'patient/ImagingStudy.*', ...launched }, 'ImagingStudy', 'rs!'],
    ['version 1 of writing', { scope: 'patient/*.write', ...launched }, 'ImagingStudy', '-'],
    ['version 1 of another type', { scope: 'patient/Patient.read', ...launched }, 'ImagingStudy', '-'],
    ['version 1 without context', { scope: 'patient/*.read', ...none }, 'ImagingStudy', '-'],
    ['version 1 of a user without the right', { scope: 'user/*.read', ...none }, 'ImagingStudy', '-'],
    ['version 1 of a user with the right', { scope: 'user/*.read' }, 'ImagingStudy', 'rs'],
    ['version 1 has no parameters', { scope: 'system/*.read?modality=CT', ...none }, 'ImagingStudy', '-'],
    ['version 1 in another case', { scope: 'patient/*.Read', ...launched }, 'ImagingStudy', '-'],
    [
      'version 1 beside a narrower one of 2',
      { scope: 'patient/*.read patient/Patient.r', ...launched },
      'ImagingStudy',
      '-',
    ],
    ['versions mixed: only 2 counts', { scope: 'patient/*.* patient/Patient.r', ...launched }, 'Patient', 'r!'],
    ['other case is no scope, but meant as one', { scope: 'Patient/*.rs' }, 'ImagingStudy', '-'],
    ['an empty type', { scope: 'patient/.rs', ...launched }, 'ImagingStudy', '-'],
    ['a path in the type', { scope: 'patient/../*.rs', ...launched }, 'ImagingStudy', '-'],
    ['a user without the right', { scope: 'user/*.rs', ...none }, 'ImagingStudy', '-'],
    ['a user with the right', { scope: 'user/*.rs' }, 'ImagingStudy', 'rs'],
    ['a user in a context stays in it', { scope: 'user/*.rs', patient: true }, 'ImagingStudy', 'rs!'],
    ['a user with fewer scopes than rights', { scope: 'user/Patient.r' }, 'ImagingStudy', '-'],
    ['a system', { scope: 'system/ImagingStudy.rs', ...none }, 'ImagingStudy', 'rs'],
    ['double spaces', { scope: ' system/Patient.r   system/Patient.s ', ...none }, 'Patient', 'rs'],
    ['a modality', { scope: 'system/ImagingStudy.rs?modality=CT', ...none }, 'ImagingStudy', 'rs?'],
    [
      'a modality with its system',
      { scope: `system/ImagingStudy.r?modality=http://dicom.nema.org/resources/ontology/DCM|MR`, ...none },
      'ImagingStudy',
      'r?',
    ],
    [
      'a modality of another system',
      { scope: 'system/ImagingStudy.r?modality=urn:x|MR', ...none },
      'ImagingStudy',
      '-',
    ],
    ['a modality or all', { scope: 'system/*.rs?modality=CT system/*.r', ...none }, 'ImagingStudy', 'r'],
    ['what is not known is not ignored', { scope: 'system/ImagingStudy.rs?category=x', ...none }, 'ImagingStudy', '-'],
    ['two parameters', { scope: 'system/ImagingStudy.rs?modality=CT&status=x', ...none }, 'ImagingStudy', '-'],
    ['an empty parameter', { scope: 'system/ImagingStudy.rs?', ...none }, 'ImagingStudy', '-'],
    ['the category of measurements', { scope: 'system/Observation.rs?category=imaging', ...none }, 'Observation', 'rs'],
    [
      'the category of measurements with its system',
      {
        scope: 'system/Observation.r?category=http://terminology.hl7.org/CodeSystem/observation-category|imaging',
        ...none,
      },
      'Observation',
      'r',
    ],
    [
      'another category of Observations',
      { scope: 'system/Observation.rs?category=laboratory', ...none },
      'Observation',
      '-',
    ],
    ['our category', { scope: 'system/DiagnosticReport.rs?category=RAD', ...none }, 'DiagnosticReport', 'rs'],
    ['another category', { scope: 'system/DiagnosticReport.rs?category=LAB', ...none }, 'DiagnosticReport', '-'],
  ])('%s', (_name, asker, type, expected) => {
    expect(seen(asker, type)).toBe(expected);
  });

  it('a patient context binds whatever the scopes are', () => {
    const scopes = fc.array(
      fc.stringMatching(/^(patient|user|system)\/(\*|Patient|ImagingStudy)\.[cruds]{1,5}(\?modality=(CT|MR))?$/),
    );
    fc.assert(
      fc.property(scopes, fc.constantFrom<ReadableType>('Patient', 'ImagingStudy'), (scope, type) => {
        for (const letter of ['r', 's'] as const) {
          const reach = reachOf(principalOf({ scope: scope.join(' '), patient: true }), type, letter);
          if (reach) expect(reach.records).toEqual(new Set(['a']));
        }
      }),
      { seed: 7 },
    );
  });

  it('anything at all is read without an error, and resource scopes never leave the rights alone', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const { grants } = parseScopes(`patient/${text.replaceAll(' ', '')}`);
        expect(grants).not.toBeNull();
      }),
      { seed: 7 },
    );
  });
});
