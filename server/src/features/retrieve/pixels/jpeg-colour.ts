/** Tells a JPEG decoder whether its three components are YCbCr: libjpeg goes by application markers, DICOM by a keyword. */
import { segments } from './codestream.ts';

const app0 = 0xe0;
const app14 = 0xee;
const adobe = (transform: 0 | 1): Uint8Array =>
  Uint8Array.of(0xff, app14, 0, 14, ...Buffer.from('Adobe', 'latin1'), 0, 100, 0, 0, 0, 0, transform);

/**
 * JPEG in DICOM has no JFIF or Adobe marker of its own (PS3.5 8.2.1). Where there is one it was the encoder that wrote it
 * and it is believed; else the Photometric Interpretation is.
 */
const isYcc = (bytes: Uint8Array, photometric: string): boolean => {
  for (const { marker, body } of segments(bytes)) {
    if (marker === app14 && Buffer.from(body.subarray(0, 5)).toString('latin1') === 'Adobe') return body[11] === 1;
    if (marker === app0 && Buffer.from(body.subarray(0, 4)).toString('latin1') === 'JFIF') return true;
  }
  return photometric !== 'RGB';
};

/** The stream with an Adobe marker that says what its components are, and no other that could say otherwise. */
export const withColourMarker = (bytes: Uint8Array, photometric: string): Uint8Array => {
  const parts: Uint8Array[] = [bytes.subarray(0, 2), adobe(isYcc(bytes, photometric) ? 1 : 0)];
  let from = 2;
  for (const { marker, start, body } of segments(bytes)) {
    if (marker !== app0 && marker !== app14) continue;
    parts.push(bytes.subarray(from, start));
    from = start + 4 + body.length;
  }
  parts.push(bytes.subarray(from));
  return Buffer.concat(parts);
};
