import { z } from 'zod';

/** What separates values in DICOM is in none of them, nor is what is not to be read (PS3.5 6.2). */
const plain = (most: number) =>
  z
    .string()
    .min(1)
    .max(most)
    .regex(/^[^\\\p{Cc}]*$/u, 'no backslash and no control characters');
const short = plain(64);
const date = z.iso.date();
const uid = z.string().regex(/^[0-9.]{1,64}$/, 'a UID has digits and dots, at most 64');
/** A person name in the form of DICOM: family^given^middle^prefix^suffix. */
const personName = plain(324).regex(/^[^=]*(=[^=]*){0,2}$/, 'at most three groups, between which = stands');

/** A scheduled procedure step: PUT /api/orders/{requestedProcedureId}/steps/{scheduledStepId}. */
export const scheduledStepInput = z.object({
  stationAeTitle: plain(16),
  stationName: short.optional(),
  location: short.optional(),
  modality: z.string().regex(/^[A-Z0-9_ ]{1,16}$/, 'a modality is a code such as CT'),
  startDate: date,
  startTime: z
    .string()
    .regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time is HH:MM')
    .optional(),
  performingPhysician: personName.optional(),
  stepDescription: short.optional(),
  requestedProcedureDescription: short.optional(),
  procedureCode: z.object({ code: short, scheme: plain(16), meaning: short }).optional(),
  reasonForExam: z.string().min(1).max(1024).optional(),
  studyInstanceUid: uid,
  accessionNumber: plain(16),
  accessionIssuer: short.optional(),
  referringPhysician: personName.optional(),
  requestingPhysician: personName.optional(),
  patient: z.object({
    patientId: short,
    issuer: short,
    name: personName,
    birthDate: date.optional(),
    sex: z.enum(['F', 'M', 'O']).optional(),
    weightKg: z.number().positive().max(1000).optional(),
  }),
});
export type ScheduledStepInput = z.infer<typeof scheduledStepInput>;

export const scheduledStep = scheduledStepInput.extend({
  requestedProcedureId: z.string(),
  scheduledStepId: z.string(),
  status: z.enum(['SCHEDULED', 'STARTED', 'COMPLETED', 'DISCONTINUED']),
});
export type ScheduledStep = z.infer<typeof scheduledStep>;
