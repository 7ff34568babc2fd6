/** Certificates and keys for DICOM over TLS, read when they are needed: a renewed file counts from the next connection on. */
import { readFileSync } from 'node:fs';
import type { Config } from './config.ts';
import { StartError } from './errors.ts';

export interface TlsFiles {
  readonly cert: string;
  readonly key: string;
  readonly ca?: string;
}

const read = (file: string): string => {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new StartError(`${file} (DICOM over TLS) cannot be read.`, { cause: error });
  }
};

/** Undefined: no certificate is configured. @throws StartError when a file cannot be read */
export const readTlsFiles = ({ dicom }: Config): TlsFiles | undefined => {
  if (dicom.tls === undefined) return undefined;
  const { certFile, keyFile, caFile } = dicom.tls;
  return { cert: read(certFile), key: read(keyFile), ...(caFile !== undefined && { ca: read(caFile) }) };
};
