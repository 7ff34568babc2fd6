import { z } from 'zod';

const uid = z.string().regex(/^[0-9.]{1,64}$/, 'a UID has digits and dots, at most 64');

/** What to send, and to which listed application entity: POST /api/deliveries. */
export const deliveryInput = z.object({
  studyInstanceUid: uid,
  /** Only this series of it. */
  seriesInstanceUid: uid.optional(),
  aeTitle: z.string().min(1).max(16),
  /** The local order that it is imported under: its accession number and procedure are written into what goes out (IRWF.b). */
  order: z.object({ accessionNumber: z.string().min(1).max(16), issuer: z.string().min(1).max(64) }).optional(),
  /**
   * Only the manifest of it: a Key Object Selection Document that lists the objects and says where they are had (XDS-I.b, RAD-68).
   * Who takes deliveries by MHD is always given manifests, as FHIR documents.
   */
  manifest: z.boolean().optional(),
  /** How many at once. */
  associations: z.number().int().min(1).max(16).default(4),
});
export type DeliveryInput = z.infer<typeof deliveryInput>;

const count = z.number().int();

export const delivery = z.object({
  id: z.string(),
  studyInstanceUid: z.string(),
  seriesInstanceUid: z.string().nullable(),
  aeTitle: z.string(),
  /** What goes out: the objects, or a manifest of them in DICOM (`kos`) or in FHIR (`mado`): then the counts are of what it lists. */
  form: z.enum(['objects', 'kos', 'mado']),
  state: z.enum(['waiting', 'done', 'incomplete']),
  requestedAt: z.iso.datetime(),
  endedAt: z.iso.datetime().nullable(),
  attempts: count,
  waiting: count,
  /** Acknowledged by the destination. */
  sent: count,
  /** The destination said that it has them. */
  present: count,
  failed: count,
  /** Some of them; the status is of the last C-STORE response (by MHD: of HTTP), null when there was none. */
  failures: z.array(z.object({ sopInstanceUid: z.string(), status: count.nullable() })),
});
export type Delivery = z.infer<typeof delivery>;
