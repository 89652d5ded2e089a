import type { HandmadeData, ModelData, SqlData, TableData } from '#schema'

/** A call of one of the product's own builders. */
export type Call = {
  /** `mysql.set`. */
  readonly callee: string
  /** The arguments as code. */
  readonly given?: string
  /** What else the code takes from the package. */
  readonly imports?: readonly string[]
}

/** What one product's own builders say of what its models hold; undefined where SQL has to. */
export type OwnBuilders = {
  type?(type: string): Call | undefined
  option?(text: string, table: TableData): Call | undefined
  /** `constantOf` gives the constant of another model. */
  object?(
    data: HandmadeData,
    constantOf: (model: ModelData) => string | undefined,
  ): Call | undefined
}

/** A call as code; `imports` grows. */
export function builderCode(call: Call | undefined, imports: Set<string>): string | undefined {
  if (call === undefined) return undefined
  const [product = ''] = call.callee.split('.')
  for (const name of [product, ...(call.imports ?? [])]) imports.add(name)
  return `${call.callee}(${call.given ?? ''})`
}

/** SQL in which no model stands. */
export function plainText({ pieces }: SqlData): string | undefined {
  const [only] = pieces
  return pieces.length === 1 && typeof only === 'string' ? only : undefined
}
