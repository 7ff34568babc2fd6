/** What an S3 service lists: objects (ListObjectsV2) and unfinished uploads, page by page. */
export interface Upload {
  readonly key: string;
  readonly begun: Date;
  readonly parts: Map<number, Buffer>;
}

// Small, so that every test that lists a few names sees several pages.
const PAGE = 7;

export const xmlOf = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** Names as they are listed: with a delimiter, what shares a folder is one entry. */
const entriesOf = (keys: readonly string[], prefix: string, delimiter: string | null): readonly string[] => {
  const below = keys.filter((key) => key.startsWith(prefix));
  if (delimiter === null) return below.toSorted();
  const names = below.map((key) => {
    const end = key.indexOf(delimiter, prefix.length);
    return end === -1 ? key : key.slice(0, end + 1);
  });
  return [...new Set(names)].toSorted();
};

export const listObjects = (keys: readonly string[], query: URLSearchParams): string => {
  const after = query.get('continuation-token') ?? '';
  const entries = entriesOf(keys, query.get('prefix') ?? '', query.get('delimiter')).filter((name) => name > after);
  const page = entries.slice(0, PAGE);
  const more = entries.length > PAGE;
  const items = page.map((name) =>
    name.endsWith('/')
      ? `<CommonPrefixes><Prefix>${xmlOf(name)}</Prefix></CommonPrefixes>`
      : `<Contents><Key>${xmlOf(name)}</Key></Contents>`,
  );
  const next = more ? `<NextContinuationToken>${xmlOf(page.at(-1) ?? '')}</NextContinuationToken>` : '';
  return `<ListBucketResult><IsTruncated>${more}</IsTruncated>${next}${items.join('')}</ListBucketResult>`;
};

export const listUploads = (uploads: ReadonlyMap<string, Upload>, query: URLSearchParams): string => {
  const after = query.get('upload-id-marker') ?? '';
  const all = [...uploads].filter(([id]) => id > after).toSorted(([one], [other]) => (one < other ? -1 : 1));
  const page = all.slice(0, PAGE);
  const last = page.at(-1);
  const more = all.length > PAGE && last !== undefined;
  const items = page.map(
    ([id, { key, begun }]) =>
      `<Upload><Key>${xmlOf(key)}</Key><UploadId>${id}</UploadId><Initiated>${begun.toISOString()}</Initiated></Upload>`,
  );
  const next = more
    ? `<NextKeyMarker>${xmlOf(last[1].key)}</NextKeyMarker><NextUploadIdMarker>${last[0]}</NextUploadIdMarker>`
    : '';
  return `<ListMultipartUploadsResult><IsTruncated>${more}</IsTruncated>${next}${items.join('')}</ListMultipartUploadsResult>`;
};
