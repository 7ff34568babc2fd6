declare module 'dcmjs/dictionary' {
  interface PublishedElement {
    readonly tag: string;
    readonly vr?: string;
    readonly name?: string;
    readonly vm?: string;
    readonly version?: string;
  }
  const dictionary: Readonly<Record<string, PublishedElement>>;
  export default dictionary;
}
