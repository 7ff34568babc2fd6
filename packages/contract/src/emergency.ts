import { z } from 'zod';

/** Whose records somebody has to see in an emergency, though the patient forbids it, and why. */
export const emergencyRequest = z
  .object({
    patient: z.object({ issuer: z.string().max(256), patientId: z.string().max(64) }).optional(),
    studyInstanceUid: z.string().max(64).optional(),
    reason: z.string().trim().min(10).max(500),
  })
  .refine(({ patient, studyInstanceUid }) => (patient === undefined) !== (studyInstanceUid === undefined), {
    message: 'names a patient or a study',
  });
export type EmergencyRequest = z.infer<typeof emergencyRequest>;

export const emergencyGrant = z.object({ id: z.string(), endsAt: z.iso.datetime() });
export type EmergencyGrant = z.infer<typeof emergencyGrant>;

export const emergencyVerdict = z.object({ verdict: z.enum(['justified', 'not-justified']) });
export type EmergencyVerdict = z.infer<typeof emergencyVerdict>;

/** One of the list that a privacy officer goes through. */
export const emergencyAccess = z.object({
  id: z.string(),
  subject: z.string(),
  patientRecordId: z.string(),
  issuer: z.string(),
  patientId: z.string(),
  reason: z.string(),
  startedAt: z.iso.datetime(),
  /** When it ends or was given back. */
  endsAt: z.iso.datetime(),
  reviewedAt: z.iso.datetime().nullable(),
  reviewedBy: z.string().nullable(),
  verdict: emergencyVerdict.shape.verdict.nullable(),
});
export type EmergencyAccess = z.infer<typeof emergencyAccess>;
