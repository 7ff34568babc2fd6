import type { FirstPictures } from '@throughline/contract';

/**
 * Runs as text inside the page, before any file of the application: it asks for everything that the reading page will
 * need and paints both first pictures. It is static; its hash stands in the page's policy.
 */
declare global {
  interface Window {
    /** Answers already on their way; whoever needs one takes it from here once. */
    early?: Record<string, Promise<Response>>;
  }
}

{
  const study = /^\/read\/([0-9.]{1,64})$/.exec(location.pathname)?.[1];
  if (study) openStudy(study);
}

function openStudy(study: string): void {
  const search = new URLSearchParams(location.search);
  const asked = search.get('prior');
  const early: Record<string, Promise<Response>> = {};
  window.early = early;
  const ask = (path: string): Promise<Response> => {
    early[path] ??= fetch(path, { headers: { accept: 'application/json' } });
    early[path].catch(() => undefined);
    return early[path];
  };

  const first = ask(`/api/reading/${study}/first${asked ? `?prior=${encodeURIComponent(asked)}` : ''}`);
  ask(`/api/reading/${study}`);
  ask(`/api/studies/${study}/manifest`);
  for (const href of document.querySelector<HTMLMetaElement>('meta[name=reading-modules]')?.content.split(' ') ?? []) {
    if (href) document.head.append(Object.assign(document.createElement('link'), { rel: 'modulepreload', href }));
  }
  first
    .then((answer) => (answer.ok ? (answer.clone().json() as Promise<FirstPictures>) : null))
    .then((pictures) => {
      if (!pictures) return;
      document.getElementById('boot')?.removeAttribute('hidden');
      // A link that names a slice or a window means another picture than the first one.
      if (!search.has('slice') && !search.has('window')) paint('current', pictures.current);
      if (!pictures.prior) return;
      ask(`/api/studies/${pictures.prior.studyInstanceUid}/manifest`);
      paint('prior', pictures.prior);
    })
    .catch(() => undefined);
}

function paint(pane: 'current' | 'prior', first: FirstPictures['current']): void {
  const slot = document.querySelector(`.boot-pane[data-pane=${pane}]`);
  const label = slot?.querySelector('p');
  if (!(slot instanceof HTMLElement) || !label) return;
  slot.dataset.study = first.studyInstanceUid;
  label.textContent = first.label;
  if (!first.picture) return;
  const picture = new Image();
  picture.className = 'first-picture';
  picture.alt = '';
  picture.dataset.study = first.studyInstanceUid;
  picture.fetchPriority = 'high';
  picture.src = first.picture;
  const show = (): void => {
    slot.append(picture);
    requestAnimationFrame(() => performance.mark(`first-${pane}`));
  };
  picture.decode().then(show, () => undefined);
}
