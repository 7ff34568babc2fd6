/** What one message may be (reliability 2.2): beyond it, it is refused before anything is built of it. */
export interface Limits {
  readonly bytes: number;
  readonly segments: number;
  readonly fields: number;
  readonly repetitions: number;
  readonly components: number;
  /** bytes of one field; OBX-5 may be as long as the message, since documents travel in it */
  readonly fieldBytes: number;
}

export const defaultLimits: Limits = {
  bytes: 10 * 2 ** 20,
  segments: 10_000,
  fields: 500,
  repetitions: 1_000,
  components: 200,
  fieldBytes: 64 * 1024,
};
