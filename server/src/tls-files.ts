/** Certificates and keys for DICOM and MLLP over TLS, read when they are needed: a renewed file counts from the next connection on. */
import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createSecureContext } from 'node:tls';
import type { Config } from './config.ts';
import { StartError } from './errors.ts';

export interface TlsFiles {
  readonly cert: string;
  readonly key: string;
  readonly ca?: string;
}

export interface NamedFiles {
  readonly certFile: string;
  readonly keyFile: string;
  readonly caFile: string | undefined;
}

/** The settings of each listener begin with this. */
export type TlsSettings = 'THROUGHLINE_DICOM_TLS' | 'THROUGHLINE_HL7_TLS';

const causes: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EACCES: 'this user may not read it',
  EISDIR: 'it is a folder',
};

const codeOf = (error: unknown): string => (error instanceof Error && 'code' in error ? String(error.code) : '');

const read = (setting: string, file: string): string => {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const cause = causes[codeOf(error)] ?? codeOf(error);
    throw new StartError(`${setting}: ${file} cannot be read: ${cause}.`, { cause: error });
  }
};

/** @throws StartError when a file cannot be read */
export const readNamedFiles = (settings: TlsSettings, { certFile, keyFile, caFile }: NamedFiles): TlsFiles => ({
  cert: read(`${settings}_CERT`, certFile),
  key: read(`${settings}_KEY`, keyFile),
  ...(caFile !== undefined && { ca: read(`${settings}_CA`, caFile) }),
});

/** Undefined: no certificate is configured. @throws StartError when a file cannot be read */
export const readTlsFiles = ({ dicom }: Config): TlsFiles | undefined =>
  dicom.tls === undefined ? undefined : readNamedFiles('THROUGHLINE_DICOM_TLS', dicom.tls);

const isUsable = (options: Parameters<typeof createSecureContext>[0]): boolean => {
  try {
    createSecureContext(options);
    return true;
  } catch {
    return false;
  }
};

/** What a listener needs: files that are a certificate, its key and authorities. @throws StartError that says which are not */
export const readListenerFiles = (settings: TlsSettings, named: NamedFiles): TlsFiles => {
  const files = readNamedFiles(settings, named);
  const faults = [
    ...(isUsable({ cert: files.cert }) ? [] : [`${settings}_CERT: ${named.certFile} is no certificate in PEM.`]),
    ...(isUsable({ key: files.key }) ? [] : [`${settings}_KEY: ${named.keyFile} is no private key in PEM.`]),
    // An authority that cannot be read is passed over in silence otherwise, and everybody is refused.
    ...(files.ca === undefined || files.ca.includes('-----BEGIN CERTIFICATE-----')
      ? []
      : [`${settings}_CA: ${named.caFile} holds no certificate in PEM.`]),
  ];
  if (faults.length === 0 && !isUsable(files))
    faults.push(`${settings}_KEY: ${named.keyFile} is not the key of the certificate ${named.certFile}.`);
  if (faults.length > 0) throw new StartError(faults.join(' '));
  return files;
};

/** When the first certificate of the file is no longer good. */
export const endOfCertificate = (cert: string): Date => new Date(new X509Certificate(cert).validTo);
