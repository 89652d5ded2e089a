/** What lies below the package's front door: the module as Emscripten builds it; the published types do not cover it. */
declare module 'libpg-query/wasm/libpg-query.js' {
  /** The exports that are used here; addresses and sizes count bytes of the module's memory. */
  export interface PgQuery {
    /** The memory; both are made anew when it grows, which any call may do. */
    readonly HEAPU8: Uint8Array<ArrayBuffer>
    readonly HEAPU32: Uint32Array<ArrayBuffer>
    _malloc(size: number): number
    _free(address: number): void
    /** Takes the address of a text that ends in a zero byte, and gives that of a PgQueryParseResult, or 0. */
    _wasm_parse_query_raw(query: number): number
    _wasm_free_parse_result(result: number): void
  }

  export default function makePgQuery(hooks: {
    instantiateWasm(imports: object, done: (instance: object) => void): Record<string, never>
  }): Promise<PgQuery>
}

/** Of Node's own WebAssembly what is used here. */
declare const WebAssembly: {
  readonly Module: new (code: Uint8Array) => object
  readonly Instance: new (module: object, imports: object) => object
}
