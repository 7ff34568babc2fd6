import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import type { HtmlTagDescriptor, Plugin, Rolldown } from 'vite';
import { minify, transformWithOxc } from 'vite';

const boot = new URL('../src/boot/boot.ts', import.meta.url).pathname;
const applicationTag = /<script type="module"[^>]* src="([^"]+)"><\/script>/;
const readingModules = [/\/src\/scenes\/reading\/Reading\.tsx$/, /\/src\/viewport\/desk\.ts$/];

/**
 * Puts the boot script into the page as text, before the stylesheet (a script after one waits for it): it runs before any
 * file of the application is asked for, and starts the application itself. The page's policy allows it by its hash, and it
 * finds the names of the files in meta elements.
 */
export function inlineBoot(): Plugin {
  return {
    name: 'inline-boot',
    transformIndexHtml: {
      order: 'post',
      handler: async (html, { bundle }) => {
        const script = await bootScript();
        const inline = html.replace('<!-- boot -->', () => `<script>${script}</script>`);
        if (!bundle) return inline;
        const app = applicationTag.exec(inline);
        if (!app) throw new Error('The page does not name its application.');
        const named = {
          tag: 'meta',
          attrs: { name: 'application', content: app[1] },
          injectTo: 'head-prepend',
        } as const;
        return { html: inline.replace(app[0], ''), tags: [policy(script), modules(bundle), named] };
      },
    },
  };
}

async function bootScript(): Promise<string> {
  const { code } = await transformWithOxc(await readFile(boot, 'utf8'), boot, { sourcemap: false });
  const { code: small } = await minify('boot.js', code.replace(/^export \{\};?\s*$/m, ''), { module: false });
  return small.trim();
}

function policy(script: string): HtmlTagDescriptor {
  const hash = createHash('sha256').update(script).digest('base64');
  const content = [
    "default-src 'self'",
    `script-src 'self' 'wasm-unsafe-eval' 'sha256-${hash}'`,
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "worker-src 'self' blob:",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
  ].join('; ');
  return { tag: 'meta', attrs: { 'http-equiv': 'Content-Security-Policy', content }, injectTo: 'head-prepend' };
}

function modules(bundle: Rolldown.OutputBundle): HtmlTagDescriptor {
  const chunks = Object.values(bundle).filter((output) => output.type === 'chunk');
  const byFile = new Map(chunks.map((chunk) => [chunk.fileName, chunk]));
  const wanted = new Set<string>();
  const add = (chunk: Rolldown.OutputChunk | undefined): void => {
    if (!chunk || wanted.has(chunk.fileName)) return;
    wanted.add(chunk.fileName);
    for (const file of chunk.imports) add(byFile.get(file));
  };
  for (const chunk of chunks) {
    if (readingModules.some((pattern) => chunk.moduleIds.some((id) => pattern.test(id)))) add(chunk);
  }
  const content = [...wanted].map((file) => `/${file}`).join(' ');
  return { tag: 'meta', attrs: { name: 'reading-modules', content }, injectTo: 'head-prepend' };
}
