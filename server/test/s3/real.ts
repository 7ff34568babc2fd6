/**
 * A real S3 service, where there is one: `THROUGHLINE_TEST_S3` names its endpoint and a bucket, `AWS_ACCESS_KEY_ID` and
 * `AWS_SECRET_ACCESS_KEY` open it. `npm run test:deep` starts one and sets them.
 */
import type { S3Place } from '../../src/storage/s3/requests.ts';

export interface RealS3 {
  readonly environment: Readonly<Record<string, string>>;
  /** A place in the bucket that nothing else uses. */
  below(prefix: string): S3Place;
}

export const realS3 = (): RealS3 | undefined => {
  const { THROUGHLINE_TEST_S3, AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey } = process.env;
  if (!THROUGHLINE_TEST_S3 || !accessKeyId || !secretAccessKey) return undefined;
  const { origin, pathname } = new URL(THROUGHLINE_TEST_S3);
  const bucket = pathname.replaceAll('/', '');
  return {
    environment: { THROUGHLINE_S3_ENDPOINT: origin, THROUGHLINE_STORE: `s3://${bucket}` },
    below: (prefix) => ({
      bucket,
      prefix: `${prefix}/`,
      region: 'us-east-1',
      endpoint: origin,
      credentials: () => ({ accessKeyId, secretAccessKey }),
    }),
  };
};
