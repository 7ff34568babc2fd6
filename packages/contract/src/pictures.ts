import { z } from 'zod';

/** What a viewport needs of one frame before pixels: image plane, size, grey scale, calibration. */
export const frameFacts = z.object({
  sopInstanceUid: z.string(),
  sopClassUid: z.string(),
  instanceNumber: z.number().nullable(),
  rows: z.number().int(),
  columns: z.number().int(),
  frames: z.number().int(),
});

/**
 * GET /api/studies/{studyInstanceUid}/manifest: a study for the viewer. `metadata` of a series is DICOM JSON with only the
 * attributes that the viewer needs, sorted in display order (image position along the normal, else instance number).
 */
export const manifest = z.object({
  studyInstanceUid: z.string(),
  series: z.array(
    z.object({
      seriesInstanceUid: z.string(),
      modality: z.string().nullable(),
      description: z.string().nullable(),
      /** Null when it can be drawn, else what it is. */
      notDrawn: z.string().nullable(),
      instances: z.array(frameFacts),
      metadata: z.array(z.record(z.string(), z.unknown())),
    }),
  ),
  /** Which picture to hang first. */
  first: z.object({ seriesInstanceUid: z.string(), sopInstanceUid: z.string(), frame: z.number().int() }).nullable(),
});
export type Manifest = z.infer<typeof manifest>;

/**
 * GET /api/reading/{studyInstanceUid}/first: all that the inline painter needs for both panes, small.
 * Each picture is an 8-bit image as WADO-RS /rendered gives it, at a URL of this server.
 */
export const firstPictures = z.object({
  current: z.object({ studyInstanceUid: z.string(), picture: z.string().nullable(), label: z.string() }),
  prior: z.object({ studyInstanceUid: z.string(), picture: z.string().nullable(), label: z.string() }).nullable(),
});
export type FirstPictures = z.infer<typeof firstPictures>;
