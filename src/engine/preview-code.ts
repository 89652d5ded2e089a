import type { CodeMigration, MigrationContext } from '#catalog'
import { isError, type Clock } from '#core'
import type { Connection } from '#dialect'
import type { CodePreview, Plan, Step } from '#plan'
import { labelOf } from '#schema'
import { type Asked, modelCalls } from './code-models.ts'

/** How long a function may take that only says what it would send, in milliseconds. */
const PATIENCE_MS = 5_000

/** The plan with the SQL of those migrations in code that may be asked for it. Nothing is sent but questions. */
export async function withPreviews(
  plan: Plan,
  connection: Connection,
  clock: Clock,
): Promise<Plan> {
  const steps: Step[] = []
  for (const step of plan.steps) {
    const { loaded } = step
    const isAsked = loaded.kind === 'code' && loaded.code.preview === true
    steps.push(
      isAsked
        ? {
            ...step,
            preview: await previewCode(step, loaded.code, connection, clock, steps.length === 0),
          }
        : step,
    )
  }
  return { ...plan, steps }
}

/**
 * What a function would send. Its questions are answered where the answer cannot be another one when it runs: nothing runs before
 * it, and it has sent nothing yet. At any other question it is left alone, and never goes on.
 */
async function previewCode(
  step: Step,
  code: CodeMigration,
  connection: Connection,
  clock: Clock,
  isFirst: boolean,
): Promise<CodePreview> {
  const recorder = new Recorder(isFirst ? connection : undefined)
  const over = new AbortController()
  const way = step.direction === 'up' ? code.up : code.down
  const context = contextOf(recorder, step, connection, over.signal)
  const ran = (async (): Promise<string | undefined> => {
    try {
      await way?.(context)
      return undefined
    } catch (error) {
      return `the function threw an error: ${isError(error) ? error.message : String(error)}`
    }
  })()
  const late = clock
    .sleep(PATIENCE_MS, over.signal)
    .then(() => 'the function did not come to its end by itself')
  const ends = await Promise.race([ran, recorder.stopped, late])
  over.abort()
  return { statements: recorder.end(), ends }
}

function contextOf(
  recorder: Recorder,
  step: Step,
  { dialect }: Connection,
  signal: AbortSignal,
): MigrationContext {
  return {
    ...modelCalls(
      dialect,
      {
        send: (_site, sql) => recorder.send(sql),
        ask: async (_site, query, about) => ((await recorder.has(query, about)) ? [{}] : []),
      },
      new Error(),
    ),
    dialect: dialect.name,
    signal,
    migration: step.id,
    execute: (sql, parameters = []) => recorder.execute(sql, parameters.length),
    query: (sql) => recorder.stop(`what "${firstLine(sql)}" gives`),
    log: () => undefined,
  }
}

function firstLine(sql: string): string {
  const [line = '', ...rest] = sql.trim().split('\n')
  return rest.length === 0 ? line : `${line} …`
}

/** Takes down what a function sends. */
class Recorder {
  readonly #statements: string[] = []
  /** Whether something was sent whose effect nobody knows. */
  #isBlurred = false
  #isOver = false
  readonly #connection: Connection | undefined
  readonly stopped: Promise<string>
  #stop: (why: string) => void = () => undefined

  constructor(connection: Connection | undefined) {
    this.#connection = connection
    this.stopped = new Promise((resolve) => (this.#stop = resolve))
  }

  async send(sql: string): Promise<void> {
    this.#isBlurred = true
    this.#note(sql)
  }

  async execute(sql: string, parameters: number): Promise<void> {
    this.#isBlurred = true
    const text = sql.trim().replace(/;$/, '')
    this.#note(parameters === 0 ? text : `${text} /* ${parameters} parameters */`)
  }

  async has(query: string, { table, column }: Asked): Promise<boolean> {
    if (this.#connection !== undefined && !this.#isBlurred)
      return (await this.#connection.query(query)).length > 0
    const label = labelOf(table)
    return this.stop(
      column === undefined
        ? `whether there is a table "${label}" then`
        : `whether there is a column "${label}.${column}" then`,
    )
  }

  /** Never comes back: what the function would do next is not known. */
  stop(why: string): Promise<never> {
    this.#isOver = true
    this.#stop(`what follows depends on ${why}`)
    return new Promise(() => undefined)
  }

  end(): readonly string[] {
    this.#isOver = true
    return this.#statements
  }

  #note(sql: string): void {
    if (!this.#isOver) this.#statements.push(sql)
  }
}
