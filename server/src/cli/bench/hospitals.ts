/** Hospitals for benchmarks: systems of the synthetic network, each a process of its own. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { readConfig } from '../../config.ts';
import { DEFAULT_TENANT_ID } from '../../db/index.ts';
import { rights } from '../../features/access/index.ts';
import { putSource } from '../../features/sources/index.ts';
import { openContext } from '../../main.ts';
import type { BenchHub } from './hub.ts';

const site = new URL('../../../../tools/network/site/main.ts', import.meta.url).pathname;

export const startHospital = async (name: string, folder: string, webPort: number): Promise<ChildProcess> => {
  // Nothing is new there: what lay in both folders would be two objects of one study.
  const today = `${folder}-today`;
  await mkdir(today);
  const args = ['--ae', name, '--web-port', String(webPort), '--folder', folder, '--today', today, '--hub', 'X:h:1'];
  const child = spawn(process.execPath, [site, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  await new Promise((resolve) => child.stdout?.once('data', resolve));
  return child;
};

/** Each by DICOMweb, its name being its issuer too. */
export const register = async (
  hub: BenchHub,
  hospitals: readonly string[],
  webPorts: readonly number[],
): Promise<void> => {
  const context = await openContext(readConfig(hub.env), 'bench');
  const principal = { tenantId: DEFAULT_TENANT_ID, subject: 'bench', door: 'cli', rights: new Set(rights) } as const;
  for (const [at, name] of hospitals.entries())
    await putSource(context, principal, name, {
      siteName: name,
      issuer: name,
      dicomwebUrl: `http://127.0.0.1:${webPorts[at]}/dicom-web`,
      queryBy: 'qido',
      retrieveBy: 'wado',
    });
  await context.close();
};
