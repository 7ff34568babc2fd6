/** The web app: hashed assets cached for good, the page itself never; the painter's script is allowed by its hash. */
import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply } from 'fastify';

const built = fileURLToPath(new URL('../../../../web/dist', import.meta.url));
const open = { config: { open: true } } as const;

const notBuilt = `<!doctype html><title>Throughline</title><p>The web app is not built. Run <code>npm run build</code>, then load this page again.`;

/** Sources of inline scripts by their hashes (CSP level 2); nothing else inline may run. */
const inlineScripts = (html: string): readonly string[] =>
  [...html.matchAll(/<script>([\s\S]*?)<\/script>/g)].map(
    ([, script = '']) => `'sha256-${createHash('sha256').update(script).digest('base64')}'`,
  );

const policyOf = (html: string): string =>
  [
    "default-src 'none'",
    `script-src 'self' 'wasm-unsafe-eval' ${inlineScripts(html).join(' ')}`.trim(),
    // The viewer and the components position what they draw by style attributes.
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self'",
    "media-src 'self'",
    "connect-src 'self'",
    "worker-src 'self' blob:",
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
  ].join('; ');

interface Page {
  /** Changes with the file. */
  readonly version: string;
  readonly html: string;
  readonly policy: string;
}

/** The page says times on the clock of this process, as the sentences of the hub have them. */
const withZone = (html: string): string => {
  const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
  return html.replace('<head>', `<head><meta name="time-zone" content="${timeZone}">`);
};

const pageOf = (version: string, html: string): Page => ({ version, html: withZone(html), policy: policyOf(html) });

/** The page as it was built last. While another is built there is no file, and the page before stands: whoever has it open asks again. */
const pageIn = (folder: string): (() => Promise<Page>) => {
  const file = join(folder, 'index.html');
  let page = pageOf('', notBuilt);
  return async () => {
    const { mtimeMs = 0, size = 0, ino = 0 } = (await stat(file).catch(() => null)) ?? {};
    const version = `${mtimeMs} ${size} ${ino}`;
    if (size === 0 || version === page.version) return page;
    const html = await readFile(file, 'utf8').catch(() => null);
    if (html !== null) page = pageOf(version, html);
    return page;
  };
};

/** `folder` is where the web app is built; it may be built, and built again, while the hub runs. */
export const registerPage = async (app: FastifyInstance, folder = built): Promise<void> => {
  const pageNow = pageIn(folder);
  const send = async (reply: FastifyReply) => {
    const { html, policy } = await pageNow();
    return reply
      .header('content-security-policy', policy)
      .header('cache-control', 'no-cache')
      .type('text/html; charset=utf-8')
      .send(html);
  };
  const pages = [
    '/',
    '/read',
    '/read/*',
    '/open',
    '/closed',
    '/sources',
    '/application-entities',
    '/hl7',
    '/exceptions',
    '/measures',
    '/terms',
    '/identity',
  ];
  for (const url of pages) app.get(url, open, async (_request, reply) => send(reply));
  await app.register(async (scope) => {
    // Whoever is not signed in needs the page to sign in.
    scope.addHook('onRoute', (route) => {
      route.config = { ...route.config, open: true };
    });
    await scope.register(fastifyStatic, {
      root: join(folder, 'assets'),
      prefix: '/assets/',
      wildcard: true,
      preCompressed: true,
      immutable: true,
      maxAge: '365d',
      decorateReply: false,
      index: false,
    });
  });
};
