/** What a model says stands under this key, which is the same in every copy of the package. */
export const MODEL: unique symbol = Symbol.for('godwit.model')

/** Under this key a type says which products have something. Only the compiler looks at it. */
export declare const ON: unique symbol

/** Which products have something, for the compiler: what one takes, it has. */
export type Taken<On extends string> = ((dialect: On) => void) | undefined

/** What stands under the mark of a value; undefined where it has none. */
export function markOf(value: unknown): { readonly kind: unknown } | undefined {
  if ((typeof value !== 'object' && typeof value !== 'function') || value === null) return undefined
  const data: unknown = Reflect.get(value, MODEL)
  return typeof data === 'object' && data !== null && 'kind' in data ? data : undefined
}
