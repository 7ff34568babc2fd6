/** The pages of a sign-in: plain HTML without a script, so that they work everywhere and nothing can run in them. */
import { createHash } from 'node:crypto';
import type { FastifyReply } from 'fastify';

const style =
  'body{background:#101418;color:#d8dee4;font:15px system-ui,sans-serif;margin:12vh auto;max-width:32rem;padding:0 1rem}' +
  'h1{font-size:1.2rem;color:#fff}label{display:block;margin:.8rem 0}input{display:block;width:100%;box-sizing:border-box;padding:.5rem;' +
  'background:#1a2026;color:#fff;border:1px solid #7b8794;font:inherit}button,a.button{display:inline-block;padding:.5rem 1rem;margin:.4rem .4rem .4rem 0;' +
  'background:#2b5d8a;color:#fff;border:1px solid #7fb2df;font:inherit;text-decoration:none;cursor:pointer}' +
  'p[role=alert]{color:#ffb4a8}li{list-style:none;margin:.3rem 0}ul{padding:0}';
const styleHash = createHash('sha256').update(style).digest('base64');

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text as it stands, inside an element or an attribute. */
const escaped = (text: string): string => text.replaceAll(/[&<>"']/g, (character) => entities[character] ?? '');

/** Markup that was escaped where it was made. */
interface Markup {
  readonly html: string;
}

/** A template in which every value is escaped, but for markup made here. */
export const html = (
  parts: TemplateStringsArray,
  ...values: readonly (string | Markup | readonly Markup[])[]
): Markup => {
  const texts = values.map((value) =>
    typeof value === 'string'
      ? escaped(value)
      : [value]
          .flat()
          .map((one) => one.html)
          .join(''),
  );
  return { html: parts.map((part, at) => part + (texts[at] ?? '')).join('') };
};

const document = (title: string, head: Markup, body: Markup): string =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escaped(title)}</title>` +
  `<style>${style}</style>${head.html}</head><body><main><h1>${escaped(title)}</h1>${body.html}</main></body></html>`;

/**
 * `formsTo` is where a form may lead in the end: browsers hold a policy against redirects, too. The referrer stays within our own site,
 * where it is what says that a form is of ours.
 */
export const sendPage = (
  reply: FastifyReply,
  page: { readonly title: string; readonly body: Markup; readonly head?: Markup; readonly formsTo?: string },
): FastifyReply => {
  const forms = page.formsTo === undefined ? "'self'" : `'self' ${page.formsTo}`;
  const policy = `default-src 'none'; style-src 'sha256-${styleHash}'; form-action ${forms}; base-uri 'none'; frame-ancestors 'none'`;
  return reply
    .header('content-security-policy', policy)
    .header('referrer-policy', 'same-origin')
    .type('text/html; charset=utf-8')
    .send(document(page.title, page.head ?? { html: '' }, page.body));
};

/** Goes on by itself, as a step of our own site: only then does the browser send the cookie of the session along. */
export const sendOnwards = (reply: FastifyReply, path: string): FastifyReply =>
  sendPage(reply, {
    title: 'One moment',
    head: html`<meta http-equiv="refresh" content="0; url=${path}">`,
    body: html`<p><a class="button" href="${path}">Go on</a></p>`,
  });
