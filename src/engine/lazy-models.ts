import type { ModelCalls } from '#catalog'

/** Calls with models for which what they need is loaded at the first one; `load` gets the place of the call. */
export function lazyModels(load: (site: Error) => Promise<ModelCalls>): ModelCalls {
  const call = async <T>(site: Error, action: (calls: ModelCalls) => Promise<T>): Promise<T> =>
    action(await load(site))
  return {
    create: (...given) => call(new Error(), (calls) => calls.create(...given)),
    createTable: (...given) => call(new Error(), (calls) => calls.createTable(...given)),
    dropTable: (...given) => call(new Error(), (calls) => calls.dropTable(...given)),
    hasTable: (...given) => call(new Error(), (calls) => calls.hasTable(...given)),
    addColumn: (...given) => call(new Error(), (calls) => calls.addColumn(...given)),
    dropColumn: (...given) => call(new Error(), (calls) => calls.dropColumn(...given)),
    hasColumn: (...given) => call(new Error(), (calls) => calls.hasColumn(...given)),
    createIndex: (...given) => call(new Error(), (calls) => calls.createIndex(...given)),
    dropIndex: (...given) => call(new Error(), (calls) => calls.dropIndex(...given)),
  }
}
