/** Who we say we are (PS3.7 D.3.3.2). A UUID-derived UID (PS3.5 B.2), made once and fixed for good. */
export const IMPLEMENTATION_CLASS_UID = '2.25.272859867791638009259600264132411106621';
export const IMPLEMENTATION_VERSION_NAME = 'THROUGHLINE_1';

/** Verification SOP Class (PS3.4 A.4). */
export const VERIFICATION = '1.2.840.10008.1.1';
export const IMPLICIT_VR_LITTLE_ENDIAN = '1.2.840.10008.1.2';
