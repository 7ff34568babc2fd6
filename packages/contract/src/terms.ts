/** What the exams of a site mean: corrections by persons, and the names that wait for one. */
import { z } from 'zod';

const text = (most: number) => z.string().trim().max(most);

/** What sites send is told as they sent it, also where it is longer than its value representation (PS3.5 6.2). */
const longest = 4096;

/** An exam as its site names it. In an entry an empty part means any. */
export const siteExam = z
  .object({
    /** Who issued the patient IDs that the exams are filed under. */
    issuer: z.string().max(longest),
    localCode: text(longest).default(''),
    name: text(128).default(''),
    /** Modality (0008,0060) as sent. */
    modality: text(longest).default(''),
  })
  .refine(({ localCode, name }) => localCode !== '' || name !== '', 'say a code or a name');
export type SiteExam = z.infer<typeof siteExam>;

/** Modalities of PS3.16 CID 29 with CR and DX merged to XR, as LOINC has it. */
export const examModality = z.enum([
  'XR',
  'CT',
  'MR',
  'US',
  'NM',
  'PT',
  'MG',
  'RF',
  'XA',
  'BMD',
  'OP',
  'OPT',
  'OPV',
  'OAM',
  'PX',
  'IO',
  'ES',
  'XC',
  'ECG',
]);

/** LOINC/RSNA Playbook "Region Imaged". */
export const examRegion = z.enum([
  'head',
  'face',
  'neck',
  'chest',
  'breast',
  'abdomen',
  'pelvis',
  'spine',
  'upper-extremity',
  'lower-extremity',
  'whole-body',
]);

export const examCode = z.object({
  scheme: z.enum(['LN', 'RADLEX', 'SCT', 'DCM']),
  code: z.string().min(1).max(64),
  meaning: z.string().max(256),
});

/** What a person says of an exam; what is absent stays as the name says it. */
export const examCorrection = z
  .object({
    modality: examModality.optional(),
    regions: z.array(examRegion).min(1).max(11).optional(),
    focus: z.string().max(64).optional(),
    laterality: z.enum(['left', 'right', 'bilateral', 'unspecified', 'none']).optional(),
    contrast: z.enum(['with', 'without', 'both', 'unspecified']).optional(),
    qualifiers: z.array(z.string().max(64)).max(20).optional(),
    code: examCode.optional(),
  })
  .refine((said) => Object.values(said).some((value) => value !== undefined), 'say something of the exam');
export type ExamCorrection = z.infer<typeof examCorrection>;

const reason = z.string().trim().min(1).max(1000);

export const examCorrectionRequest = z.object({
  exam: siteExam,
  correction: examCorrection,
  reason,
  /** The version that the person saw; refused when somebody spoke meanwhile. 0: nobody had spoken. */
  version: z.number().int().min(0).optional(),
});
export type ExamCorrectionRequest = z.infer<typeof examCorrectionRequest>;

export const codeMapUndo = z.object({ version: z.number().int().min(1), reason });
export type CodeMapUndo = z.infer<typeof codeMapUndo>;

export const codeMapVersion = z.object({
  version: z.number().int(),
  /** Null: nothing is said any more, the name decides. */
  correction: examCorrection.nullable(),
  /** What the exam is by this version, in plain words. */
  plain: z.string(),
  reason: z.string(),
  madeBy: z.string(),
  madeAt: z.iso.datetime(),
  /** The version that this one took back. */
  undoes: z.number().int().nullable(),
});
export type CodeMapVersion = z.infer<typeof codeMapVersion>;

export const codeMapEntry = codeMapVersion.extend({ id: z.uuid(), exam: siteExam });
export type CodeMapEntry = z.infer<typeof codeMapEntry>;

export const codeMapPage = z.object({ entries: z.array(codeMapEntry), next: z.uuid().nullable() });
export type CodeMapPage = z.infer<typeof codeMapPage>;

export const examGuess = z.object({
  correction: examCorrection,
  plain: z.string(),
  confidence: z.number().min(0).max(1),
});
export type ExamGuess = z.infer<typeof examGuess>;

export const unmappedExam = z.object({
  id: z.uuid(),
  exam: siteExam,
  /** Studies of this name, and those of them that cannot be understood. */
  studies: z.number().int(),
  unclear: z.number().int(),
  plain: z.string(),
  confidence: z.number(),
  lacks: z.array(z.enum(['modality', 'regions', 'confidence'])),
  guesses: z.array(examGuess),
});
export type UnmappedExam = z.infer<typeof unmappedExam>;

export const unmappedPage = z.object({
  /** How many names wait, exact up to ten thousand. */
  waiting: z.number().int(),
  /** The studies that were known before are all counted. */
  counted: z.boolean(),
  exams: z.array(unmappedExam),
  next: z.string().nullable(),
});
export type UnmappedPage = z.infer<typeof unmappedPage>;

const titled = { title: z.string() };

/** What a person can choose from. */
export const termValues = z.object({
  modalities: z.array(z.object({ modality: examModality, ...titled })),
  regions: z.array(z.object({ region: examRegion, ...titled })),
  foci: z.array(z.object({ focus: z.string(), regions: z.array(examRegion), ...titled })),
  lateralities: z.array(z.string()),
  contrasts: z.array(z.string()),
  qualifiers: z.array(z.string()),
});
export type TermValues = z.infer<typeof termValues>;

export const meaningRequest = z.object({ exam: siteExam, correction: examCorrection.optional() });
export type MeaningRequest = z.infer<typeof meaningRequest>;

export const examMeaning = z.object({
  plain: z.string(),
  confidence: z.number(),
  lacks: unmappedExam.shape.lacks,
  codes: z.array(
    examCode.extend({
      of: z.enum(['exam', 'region', 'focus', 'laterality', 'modality']),
      confidence: z.number(),
    }),
  ),
});
export type ExamMeaning = z.infer<typeof examMeaning>;

const words = z.string().max(2000).optional();
const conditions = z
  .array(z.looseObject({ property: words, value: words }))
  .max(100)
  .optional();

/** FHIR R4 ConceptMap, as packages/fhir writes it. */
export const conceptMap = z.looseObject({ resourceType: z.literal('ConceptMap') });

/** FHIR R4 ConceptMap, as far as we read it. */
export const conceptMapInput = z.looseObject({
  resourceType: z.literal('ConceptMap'),
  group: z
    .array(
      z.looseObject({
        source: words,
        target: words,
        element: z
          .array(
            z.looseObject({
              code: words,
              display: words,
              target: z
                .array(
                  z.looseObject({
                    code: words,
                    display: words,
                    equivalence: words,
                    comment: words,
                    dependsOn: conditions,
                    product: conditions,
                  }),
                )
                .optional(),
            }),
          )
          .optional(),
      }),
    )
    .max(1000)
    .optional(),
});
export type ConceptMapInput = z.infer<typeof conceptMapInput>;

export const conceptMapImported = z.object({
  added: z.number().int(),
  changed: z.number().int(),
  unchanged: z.number().int(),
  /** By its place in the map, and why. */
  refused: z.array(z.object({ place: z.string(), why: z.string() })),
});
export type ConceptMapImported = z.infer<typeof conceptMapImported>;
