import {
  followingDenied,
  type MeasurementsRequest,
  type PageSaid,
  type PageTold,
  pageTold,
  type SharedItem,
} from '@throughline/contract';

/** What the page does when something happens elsewhere. */
export interface FollowingPage {
  /** False: it does not open that study. */
  open(study: string): boolean;
  /** False: what is shown stays open. */
  closed(): boolean;
  /** False: the user stays. */
  logOut(): boolean;
  shared(items: readonly SharedItem[]): void;
  following(names: readonly string[]): void;
  say(text: string): void;
}

const firstDelayMs = 5_000;
const longestDelayMs = 300_000;

interface Shown {
  readonly study: string;
  /** Milliseconds since the epoch at which it was asked for. */
  readonly at: number;
}

/** One socket for the life of the page, whichever studies it shows; kept until it is stopped. */
class Following {
  #page: FollowingPage | undefined;
  #shown: Shown | undefined;
  #socket: WebSocket | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #asked: { readonly id: string; readonly study: string } | undefined;
  #delay = firstDelayMs;
  #isStopped = false;

  /** The desk of this study stands: what asked for it is answered. */
  arrived(study: string): void {
    if (this.#asked?.study !== study) return;
    this.#answer(this.#asked.id, true);
    this.#asked = undefined;
  }

  /** All that hangs is live: only now others are told of it. */
  showing(page: FollowingPage, shown: Shown): void {
    this.#page = page;
    this.#shown = shown;
    if (this.#socket?.readyState === WebSocket.OPEN) this.#tell();
    else this.#connect();
  }

  /** What was measured and kept on a study that hangs, for the report that is open elsewhere. */
  measured(study: string, measurements: MeasurementsRequest['measurements']): void {
    this.#say({ kind: 'measured', study, measurements });
  }

  /** The user leaves the study for the worklist: others are told that it is closed. */
  left(): void {
    this.#say({ kind: 'waiting', closed: true });
    this.#shown = undefined;
  }

  stop(): void {
    this.#isStopped = true;
    clearTimeout(this.#timer);
    this.#socket?.close(1000);
    this.#socket = undefined;
    this.#page?.following([]);
  }

  resume(): void {
    this.#isStopped = false;
    this.#connect();
  }

  #say(said: PageSaid): void {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(said));
  }

  #tell(): void {
    if (this.#shown)
      this.#say({ kind: 'opened', study: this.#shown.study, ago: Math.max(0, Date.now() - this.#shown.at) });
    else this.#say({ kind: 'waiting', closed: false });
  }

  #answer(id: string, done: boolean): void {
    this.#say({ kind: 'answered', id, done });
  }

  #connect(): void {
    if (this.#isStopped || this.#socket) return;
    const socket = new WebSocket(`${location.origin.replace(/^http/, 'ws')}/api/following`);
    this.#socket = socket;
    socket.onopen = () => {
      this.#delay = firstDelayMs;
      this.#tell();
    };
    socket.onmessage = ({ data }) => this.#heard(pageTold.parse(JSON.parse(String(data))));
    socket.onclose = ({ code }) => {
      if (this.#socket !== socket) return;
      this.#socket = undefined;
      this.#page?.following([]);
      this.#page?.shared([]);
      if (code === followingDenied) this.#waitForUser();
      else this.#again();
    };
  }

  #again(): void {
    this.#timer = setTimeout(() => this.#connect(), this.#delay);
    this.#delay = Math.min(2 * this.#delay, longestDelayMs);
  }

  /** Another window is followed now. Whoever comes back to this one means what it shows. */
  #waitForUser(): void {
    const back = (): void => {
      if (this.#shown) this.#shown = { ...this.#shown, at: Date.now() };
      this.#connect();
    };
    addEventListener('focus', back, { once: true });
  }

  #closed(id: string, done: boolean): void {
    if (done) this.#shown = undefined;
    this.#answer(id, done);
  }

  #heard(told: PageTold): void {
    const page = this.#page;
    if (!page) return;
    if (told.kind === 'following') page.following(told.names);
    else if (told.kind === 'out-of-step') page.say(told.text);
    else if (told.kind === 'shared') page.shared(told.items);
    else if (told.kind === 'logout') this.#answer(told.id, page.logOut());
    else if (told.kind === 'closed') this.#closed(told.id, page.closed());
    else if (page.open(told.study)) this.#asked = told;
    else this.#answer(told.id, false);
  }
}

export const following = new Following();
