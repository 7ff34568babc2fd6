/** Who we say we are in file meta information and associations (PS3.7 D.3.3.2). A UUID-derived UID (PS3.5 B.2), fixed for good. */
export const implementationClassUid = '2.25.272859867791638009259600264132411106621';
export const implementationVersionName = 'THROUGHLINE_1';
