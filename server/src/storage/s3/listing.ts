/** Names of blobs that are old enough to be looked at, and uploads that nobody finished. */
import {
  AbortMultipartUploadCommand,
  ListMultipartUploadsCommand,
  type ListMultipartUploadsCommandOutput,
  ListObjectsV2Command,
} from '@aws-sdk/client-s3';
import { hourOf, isBlobName } from '../blob-name.ts';
import { outcomeOf } from './outcome.ts';
import type { Requests } from './requests.ts';

async function* pages(requests: Requests, prefix: string, delimiter: string | undefined) {
  let token: string | undefined;
  do {
    const command = new ListObjectsV2Command({
      Bucket: requests.bucket,
      Prefix: prefix,
      Delimiter: delimiter,
      ContinuationToken: token,
    });
    const page = await requests.repeat(() => requests.client.send(command, requests.deadline));
    yield page;
    token = page.IsTruncated ? page.NextContinuationToken : undefined;
  } while (token !== undefined);
}

async function* foldersBelow(requests: Requests, prefix: string): AsyncGenerator<string> {
  for await (const page of pages(requests, prefix, '/'))
    for (const { Prefix } of page.CommonPrefixes ?? []) if (Prefix !== undefined) yield Prefix;
}

const lastName = (folder: string): string => folder.split('/').at(-2) ?? '';

/** Blobs of hours before a time; hours that are too young are not even listed. */
export async function* blobsBefore(requests: Requests, time: Date): AsyncGenerator<string> {
  for await (const tenant of foldersBelow(requests, requests.key('')))
    for await (const hour of foldersBelow(requests, tenant)) {
      if (!/^\d{10}$/.test(lastName(hour)) || lastName(hour) >= hourOf(time)) continue;
      for await (const page of pages(requests, hour, undefined))
        for (const { Key } of page.Contents ?? [])
          if (Key !== undefined && isBlobName(requests.nameOf(Key))) yield requests.nameOf(Key);
    }
}

/** Gives up uploads begun before a time: their process is gone, and their parts cost room that no listing shows. */
export const abortUploadsBefore = async (requests: Requests, time: Date): Promise<number> => {
  const { client, bucket: Bucket } = requests;
  let aborted = 0;
  let markers: { KeyMarker?: string | undefined; UploadIdMarker?: string | undefined } | undefined = {};
  while (markers) {
    const list = new ListMultipartUploadsCommand({ Bucket, Prefix: requests.key(''), ...markers });
    const page: ListMultipartUploadsCommandOutput = await requests.repeat(() => client.send(list, requests.deadline));
    for (const { Key, UploadId, Initiated } of page.Uploads ?? []) {
      if (Key === undefined || !isBlobName(requests.nameOf(Key)) || (Initiated ?? time) >= time) continue;
      const abort = new AbortMultipartUploadCommand({ Bucket, Key, UploadId });
      await requests
        .repeat(() => client.send(abort, requests.deadline))
        .catch((error: unknown) => {
          if (outcomeOf(error) !== 'absent') throw error;
        });
      aborted += 1;
    }
    markers = page.IsTruncated ? { KeyMarker: page.NextKeyMarker, UploadIdMarker: page.NextUploadIdMarker } : undefined;
  }
  return aborted;
};
