import { type Browser, chromium } from 'playwright-core';

// Without WebGL the viewer draws on the CPU: that is what the machines of CI have.
const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-software-rasterizer',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export const launchBrowser = (extraFlags: readonly string[] = []): Promise<Browser> =>
  chromium.launch({ executablePath: '/usr/bin/chromium', headless: true, args: [...flags, ...extraFlags] });

/** With WebGL by software, for viewers that draw in no other way. */
export const launchBrowserWithWebGl = (): Promise<Browser> =>
  chromium.launch({
    executablePath: '/usr/bin/chromium',
    headless: true,
    args: [
      ...flags.filter((flag) => flag !== '--disable-software-rasterizer'),
      '--use-angle=swiftshader',
      '--enable-unsafe-swiftshader',
    ],
  });
