declare module 'auth0-extension-tools/src/storage/webtaskStorageContext' {
  /** Promises over the callbacks of a webtask storage. */
  class WebtaskStorageContext {
    constructor(storage: object, options: { readonly force: 0 | 1 });
    read(): Promise<unknown>;
    write(data: unknown): Promise<void>;
  }
  export = WebtaskStorageContext;
}
