import inspector from 'node:inspector';
import fs from 'node:fs';
import { afterAll, beforeAll, it } from 'vitest';
const session = new inspector.Session();
const pgCpu = () => {
  let total = 0;
  for (const pid of fs.readdirSync('/proc').filter((p) => /^\d+$/.test(p))) {
    try {
      const stat = fs.readFileSync(`/proc/${pid}/stat`, 'utf8');
      const cmd = fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8');
      if (!cmd.includes('throughline-test-')) continue;
      const f = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      total += Number(f[11]) + Number(f[12]) + Number(f[13]) + Number(f[14]);
    } catch {}
  }
  return total / 100;
};
let begin: NodeJS.CpuUsage;
let t0 = 0;
let last: string[] = [];
setInterval(() => {
  const rows: [number, string][] = [];
  for (const pid of fs.readdirSync('/proc').filter((x) => /^\d+$/.test(x))) {
    try {
      const cmd = fs.readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ').trim();
      if (!cmd.startsWith('postgres')) continue;
      const stat = fs.readFileSync(`/proc/${pid}/stat`, 'utf8');
      const f = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      rows.push([(Number(f[11])) / 100, `${f[12]} ${pid} ${cmd}`]);
    } catch {}
  }
  last = rows.sort((a, b) => b[0] - a[0]).slice(0, 24).map(([n, c]) => `${n} ${c}`);
}, 1000).unref();

let pg0 = 0;
const counts = new Map<string, number>();
(globalThis as any).chaosCount = (k: string) => counts.set(k, (counts.get(k) ?? 0) + 1);
beforeAll(() => {
  session.connect();
  if (process.env.PROF) { session.post('Profiler.enable'); session.post('Profiler.start'); }
  begin = process.cpuUsage();
  t0 = performance.now(); pg0 = pgCpu();
});
afterAll(() => {
  const used = process.cpuUsage(begin);
  fs.writeFileSync('/tmp/prof.txt', `wall ${(performance.now() - t0) / 1000} node user ${used.user / 1e6} sys ${used.system / 1e6} pg ${pgCpu() - pg0}\n${[...counts].sort((a, b) => b[1] - a[1]).slice(0, 60).map(([k, v]) => `${v} ${k}`).join('\n')}\n${last.join('\n')}\n`, { flag: 'a' });
  if (process.env.PROF) session.post('Profiler.stop', (_e, { profile }) => fs.writeFileSync('/tmp/chaos.cpuprofile', JSON.stringify(profile)));
});
await import('./chaos.test.ts');
