import { z } from 'zod';

/**
 * The attributes of an instance that a manifest carries, as DICOM JSON keys; everything else stays out so that 200 slices
 * travel in a few kilobytes. Palette tables travel as InlineBinary.
 */
export const manifestAttributes = [
  '00080008', // Image Type
  '00080016', // SOP Class UID
  '00080018', // SOP Instance UID
  '00080060', // Modality
  '0008103E', // Series Description
  '00082144', // Recommended Display Frame Rate
  '00083002', // Available Transfer Syntax UID: the one that is stored
  '00180040', // Cine Rate
  '00180050', // Slice Thickness
  '00180088', // Spacing Between Slices
  '00181063', // Frame Time
  '00181114', // Estimated Radiographic Magnification Factor
  '00181164', // Imager Pixel Spacing
  '00185101', // View Position
  '00186011', // Sequence of Ultrasound Regions
  '0020000D', // Study Instance UID
  '0020000E', // Series Instance UID
  '00200011', // Series Number
  '00200013', // Instance Number
  '00200020', // Patient Orientation
  '00200032', // Image Position (Patient)
  '00200037', // Image Orientation (Patient)
  '00200052', // Frame of Reference UID
  '00200060', // Laterality
  '00200062', // Image Laterality
  '00280002', // Samples per Pixel
  '00280004', // Photometric Interpretation
  '00280006', // Planar Configuration
  '00280008', // Number of Frames
  '00280010', // Rows
  '00280011', // Columns
  '00280030', // Pixel Spacing
  '00280034', // Pixel Aspect Ratio
  '00280100', // Bits Allocated
  '00280101', // Bits Stored
  '00280102', // High Bit
  '00280103', // Pixel Representation
  '00280106', // Smallest Image Pixel Value
  '00280107', // Largest Image Pixel Value
  '00280A02', // Pixel Spacing Calibration Type
  '00280A04', // Pixel Spacing Calibration Description
  '00281050', // Window Center
  '00281051', // Window Width
  '00281055', // Window Center & Width Explanation
  '00281056', // VOI LUT Function
  '00281052', // Rescale Intercept
  '00281053', // Rescale Slope
  '00281054', // Rescale Type
  '00281101', // Red Palette Color Lookup Table Descriptor
  '00281102',
  '00281103',
  '00281201', // Red Palette Color Lookup Table Data
  '00281202',
  '00281203',
  '00282110', // Lossy Image Compression
  '52009229', // Shared Functional Groups Sequence
  '52009230', // Per-Frame Functional Groups Sequence
] as const;

/** What a viewport needs of one frame before pixels: image plane, size, grey scale, calibration. */
export const frameFacts = z.object({
  sopInstanceUid: z.string(),
  sopClassUid: z.string(),
  instanceNumber: z.number().nullable(),
  rows: z.number().int(),
  columns: z.number().int(),
  frames: z.number().int(),
  /** What a document calls itself. */
  title: z.string().nullable(),
  /** How long a waveform goes on, in seconds from the beginning of its acquisition. */
  seconds: z.number().nullable(),
});

/** How a series is shown: a film, a document and a waveform as WADO-RS /rendered gives them. */
export const shownAs = z.enum(['pictures', 'pdf', 'text', 'waveform', 'video']);
export type ShownAs = z.infer<typeof shownAs>;

/**
 * GET /api/studies/{studyInstanceUid}/manifest: a study for the viewer. A series that holds objects of several kinds, as a film and its
 * stills, is there once for each kind: it is named by its UID and its kind. `metadata` of a series is DICOM JSON with only the
 * attributes that the viewer needs (`manifestAttributes`), sorted in display order (image position along the normal, else
 * instance number); `instances[n]` and `metadata[n]` are the same instance; what is no picture has no metadata. Sent with an ETag and compressed.
 */
export const manifest = z.object({
  studyInstanceUid: z.string(),
  series: z.array(
    z.object({
      seriesInstanceUid: z.string(),
      seriesNumber: z.number().nullable(),
      modality: z.string().nullable(),
      description: z.string().nullable(),
      /** Null when the page shows it, else what it is. */
      notDrawn: z.string().nullable(),
      /** Null when the page does not show it. */
      shownAs: shownAs.nullable(),
      /** What it is when it is no picture, e.g. "12-lead ECG". */
      kind: z.string().nullable(),
      instances: z.array(frameFacts),
      metadata: z.array(z.record(z.string(), z.unknown())),
    }),
  ),
  /** Which picture to hang first. */
  first: z.object({ seriesInstanceUid: z.string(), sopInstanceUid: z.string(), frame: z.number().int() }).nullable(),
});
export type Manifest = z.infer<typeof manifest>;

/**
 * GET /api/reading/{studyInstanceUid}/first?prior={studyInstanceUid}: all that the inline painter needs for both panes, small.
 * Each picture is an 8-bit image as WADO-RS /rendered gives it, at a URL of this server. `prior` is the one asked for, else
 * the best that the page shows now; `picture` is null where that is a document. `label` is one line: date, exam, site.
 */
export const firstPictures = z.object({
  current: z.object({ studyInstanceUid: z.string(), picture: z.string().nullable(), label: z.string() }),
  prior: z.object({ studyInstanceUid: z.string(), picture: z.string().nullable(), label: z.string() }).nullable(),
});
export type FirstPictures = z.infer<typeof firstPictures>;
