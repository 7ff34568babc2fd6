import type { StoryTruth, Truth } from '@throughline/tools/network';

/** A running hub with its hospitals, whichever way they were brought up. */
export interface Environment {
  readonly baseUrl: string;
  readonly truth: Truth;
  /** What a browser or client must send to be somebody. */
  readonly headers: Readonly<Record<string, string>>;
  /** The same for somebody who runs the system. */
  readonly adminHeaders: Readonly<Record<string, string>>;
  stopSite(name: StoryTruth['currentSite']): Promise<void>;
  startSite(name: StoryTruth['currentSite']): Promise<void>;
  close(): Promise<void>;
}

export const getJson = async (
  environment: Environment,
  path: string,
  headers = environment.headers,
): Promise<unknown> => {
  const answer = await fetch(`${environment.baseUrl}${path}`, { headers });
  if (!answer.ok) throw new Error(`${path} was answered with ${answer.status}`);
  return answer.json();
};
