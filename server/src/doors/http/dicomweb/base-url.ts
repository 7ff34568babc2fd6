import type { FastifyRequest } from 'fastify';
import type { Context } from '../../../features/context.ts';

/** The service root in addresses that we give: the configured public URL, else the address that we listen on; never what a header says. */
export const baseUrl = (context: Context, request: FastifyRequest): string => {
  const { publicUrl, host, port } = context.config.http;
  const listening = request.server.server.address();
  const open = typeof listening === 'object' && listening !== null ? listening.port : port;
  const root = publicUrl ?? `http://${host.includes(':') ? `[${host}]` : host}:${open}`;
  return `${root.replace(/\/$/, '')}/dicom-web`;
};
