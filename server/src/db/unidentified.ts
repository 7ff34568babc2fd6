/**
 * A patient who came without an identifier has a record of that study alone: two unidentified patients never become one. Its issuer is
 * made of the study, and no identifier that anybody else may hear of.
 */
const prefix = 'study:';

export const issuerOfStudy = (studyInstanceUid: string): string => `${prefix}${studyInstanceUid}`;

/** Whether the patient has an identifier that somebody gave. */
export const isIdentified = ({ issuer }: { readonly issuer: string }): boolean => !issuer.startsWith(prefix);

/** The issuer as others may hear of it; the empty text where there is none. */
export const toldIssuer = (issuer: string): string => (isIdentified({ issuer }) ? issuer : '');
