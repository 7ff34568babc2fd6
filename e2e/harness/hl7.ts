/** HL7 v2 for tests: who may send, messages, and what is answered. */
import { freePort } from '../../server/src/free-port.ts';
import { type Hub, type HubOptions, startHub } from './hub.ts';

export interface Hl7Hub {
  readonly hub: Hub;
  readonly port: number;
}

/** A hub that listens for HL7 v2 on loopback. */
export const startHl7Hub = async (options: HubOptions = {}): Promise<Hl7Hub> => {
  const port = await freePort();
  const hub = await startHub({ ...options, env: { ...options.env, THROUGHLINE_HL7_PORT: String(port) } });
  return { hub, port };
};

export const allowMessageSource = async (hub: Hub, name: string, application: string): Promise<void> => {
  const answer = await hub.request(`/api/hl7/sources/${name}`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ sendingApplication: application, address: '127.0.0.1', issuer: 'COUNTY' }),
  });
  if (!answer.ok) throw new Error(`could not register ${name}: ${answer.status} ${await answer.text()}`);
};

export interface HubMessage {
  readonly id: string;
  readonly controlId: string;
  readonly state: string;
  readonly flags: readonly string[];
}

export const messagesOf = async (hub: Hub, query = ''): Promise<readonly HubMessage[]> =>
  (await (await hub.request(`/api/hl7/messages?limit=1000${query}`)).json()) as HubMessage[];

/** Segments behind an MSH of 2.5 from RIS. */
export const messageText = (type: string, controlId: string, segments: readonly string[]): string =>
  [`MSH|^~\\&|RIS|COUNTY|HUB|HUB|20260101||${type}|${controlId}|P|2.5`, ...segments, ''].join('\r');
