import type { SourceRow } from '../../db/index.ts';
import { type PeerSettings, peerOf } from '../../peers/index.ts';
import { readTlsFiles } from '../../tls-files.ts';
import type { Context } from '../context.ts';
import { openCredentials } from './credentials.ts';

/** How the source is reached now. @throws PeerError when its credentials cannot be opened */
export const settingsOfSource = (context: Context, source: SourceRow): PeerSettings => {
  const credentials = openCredentials(context, source);
  return {
    aeTitle: source.ae_title,
    host: source.host,
    port: source.port,
    dicomwebUrl: source.dicomweb_url,
    fhirUrl: source.fhir_url,
    queryBy: source.query_by,
    retrieveBy: source.retrieve_by,
    timeoutMs: source.timeout_ms,
    dialect: source.dialect,
    ...(source.tls && { tls: readTlsFiles(context.config) ?? 'none' }),
    ...(credentials && { credentials }),
  };
};

export const peerOfSource = (context: Context, source: SourceRow) =>
  peerOf(settingsOfSource(context, source), context.config.dicom.aeTitle);
