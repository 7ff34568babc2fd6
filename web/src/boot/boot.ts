import type { FirstPictures } from '@throughline/contract';

/**
 * Runs as text inside the page, before any file of the application: it asks for everything that the reading page will
 * need and paints both first pictures. It is static; its hash stands in the page's policy.
 */
declare global {
  interface Window {
    /** Answers already on their way; whoever needs one takes it from here once. */
    early?: Record<string, Promise<Response>>;
    /** For parts of the application that do not come later. */
    loadAgain?: (error: unknown) => void;
  }
}

/** The application waits this long for the first pictures at most: both want the same processor. */
const patienceMs = 700;
const askAgainMs = 3_000;

window.loadAgain = loadAgain;

{
  const study = /^\/read\/([0-9.]{1,64})$/.exec(location.pathname)?.[1];
  const application = named('application')[0];
  const opening = study ? openStudy(study) : undefined;
  const patience = new Promise((resolve) => setTimeout(resolve, opening ? patienceMs : 0));
  const parsed = new Promise((resolve) => addEventListener('DOMContentLoaded', resolve));
  const painted = parsed.then(() => Promise.race([opening?.painted ?? patience, patience]));
  painted.then(() => {
    opening?.askRest();
    // While the page is developed it names the application itself.
    if (application) import(application).catch(loadAgain);
  });
  addEventListener(
    'error',
    ({ target }) => target instanceof HTMLLinkElement && target.rel === 'stylesheet' && loadAgain(),
    true,
  );
}

function named(name: string): readonly string[] {
  const content = document.querySelector<HTMLMetaElement>(`meta[name=${name}]`)?.content ?? '';
  return content.split(' ').filter((href) => href !== '');
}

/** A part of the page did not come, and a browser may never ask for it again: the page is loaded anew once the hub answers. */
function loadAgain(error?: unknown): void {
  // One that came and failed would fail again.
  if (error instanceof Error && !/import/i.test(error.message)) throw error;
  if (document.getElementById('unreached')) return;
  const said = Object.assign(document.createElement('p'), {
    id: 'unreached',
    textContent: 'The hub cannot be reached, and this page is not whole. It comes by itself when the hub answers.',
  });
  said.setAttribute('role', 'alert');
  document.body.append(said);
  const ask = (): void => {
    fetch(location.href, { headers: { accept: 'text/html' } }).then(
      (answer) => answer.ok && location.reload(),
      () => undefined,
    );
  };
  addEventListener('online', ask);
  setInterval(ask, askAgainMs);
}

interface Opening {
  /** Settles when what can be painted is painted. */
  readonly painted: Promise<unknown>;
  /** Asks for what the application will want; not sooner, as the hub has the first pictures to find and to draw. */
  askRest(): void;
}

function openStudy(study: string): Opening {
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
  // Fetched, not compiled (as `modulepreload` would): the first pictures want the same thread.
  for (const href of named('reading-modules')) {
    document.head.append(
      Object.assign(document.createElement('link'), { rel: 'preload', as: 'script', crossOrigin: 'anonymous', href }),
    );
  }
  const painted = first
    .then((answer) => (answer.ok ? (answer.clone().json() as Promise<FirstPictures>) : null))
    .then((pictures) => {
      if (!pictures) return undefined;
      document.getElementById('boot')?.removeAttribute('hidden');
      const started = [
        // A link that names a slice or a window means another picture than the first one.
        !search.has('slice') && !search.has('window') && paint('current', pictures.current),
        pictures.prior && paint('prior', pictures.prior),
      ];
      return Promise.all(started).finally(() => pictures.prior && ask(manifestOf(pictures.prior.studyInstanceUid)));
    })
    .catch(() => undefined);
  const askRest = (): void => {
    ask(manifestOf(study));
    ask(`/api/reading/${study}`);
  };
  return { painted, askRest };
}

function manifestOf(study: string): string {
  return `/api/studies/${study}/manifest`;
}

async function paint(pane: 'current' | 'prior', first: FirstPictures['current']): Promise<void> {
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
  await picture.decode();
  slot.append(picture);
  await new Promise(requestAnimationFrame);
  performance.mark(`first-${pane}`);
}
