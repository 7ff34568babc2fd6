/** The web app: hashed assets cached for good, the page itself never; the painter's script is allowed by its hash. */
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply } from 'fastify';

const folder = fileURLToPath(new URL('../../../../web/dist', import.meta.url));
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
  readonly html: string;
  readonly policy: string;
}

/** The page says times on the clock of this process, as the sentences of the hub have them. */
const withZone = (html: string): string => {
  const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
  return html.replace('<head>', `<head><meta name="time-zone" content="${timeZone}">`);
};

const loadPage = async (): Promise<Page> => {
  const file = join(folder, 'index.html');
  const html = existsSync(file) ? await readFile(file, 'utf8') : notBuilt;
  return { html: withZone(html), policy: policyOf(html) };
};

export const registerPage = async (app: FastifyInstance): Promise<void> => {
  const page = await loadPage();
  const send = (reply: FastifyReply) =>
    reply
      .header('content-security-policy', page.policy)
      .header('cache-control', 'no-cache')
      .type('text/html; charset=utf-8')
      .send(page.html);
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
  if (!existsSync(join(folder, 'assets'))) return;
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
