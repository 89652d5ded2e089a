import type { CodeMigration, MigrationContext } from '#catalog'
import { isError, isGodwitError, type Clock } from '#core'
import type { Connection, Row } from '#dialect'
import type { CodePreview, Plan, Step } from '#plan'
import { labelOf } from '#schema'
import { checkOf } from './code-context.ts'
import { codeError } from './code-failure.ts'
import { type Asked, modelCalls } from './code-models.ts'

/** How long a function may take that only says what it would send, in milliseconds. */
const PATIENCE_MS = 5_000

/**
 * The plan with the SQL of those migrations in code that may be asked for it. Nothing is sent but questions.
 * @throws GodwitError where a function asks for what a run refuses, as a run does
 */
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
  const check = checkOf(connection, step.migration.label, code.transaction !== 'none')
  const recorder = new Recorder(check, isFirst ? connection : undefined)
  const over = new AbortController()
  const way = step.direction === 'up' ? code.up : code.down
  const context = contextOf(recorder, step, connection, over.signal)
  const ran = (async (): Promise<Ending> => {
    try {
      await way?.(context)
      return { ends: undefined }
    } catch (error) {
      if (isGodwitError(error)) throw refused(step, error)
      const reason = isError(error) ? error.message : String(error)
      return { ends: `the function threw an error: ${reason}`, fails: true }
    }
  })()
  const late = clock
    .sleep(PATIENCE_MS, over.signal)
    .then(() => ({ ends: 'the function did not come to its end by itself' }))
  try {
    const ending = await Promise.race([ran, recorder.stopped, late])
    return { statements: recorder.end(), ...ending }
  } finally {
    over.abort()
  }
}

type Ending = Pick<CodePreview, 'ends' | 'fails'>

function refused(step: Step, error: Error): Error {
  const { message } = error
  return codeError(step, { kind: 'other', message, cause: error }, 'The database is unchanged.')
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
        send: (_site, sql) => recorder.execute(sql, 0),
        ask: (_site, query, about) => recorder.ask(query, about),
      },
      new Error(),
    ),
    dialect: dialect.name,
    signal,
    migration: step.id,
    execute: (sql, parameters = []) => recorder.execute(sql, parameters.length),
    query: (sql) => recorder.query(sql),
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
  readonly #check: ReturnType<typeof checkOf>
  readonly #connection: Connection | undefined
  readonly stopped: Promise<Ending>
  #stop: (why: Ending) => void = () => undefined

  constructor(check: ReturnType<typeof checkOf>, connection: Connection | undefined) {
    this.#check = check
    this.#connection = connection
    this.stopped = new Promise((resolve) => (this.#stop = resolve))
  }

  async execute(sql: string, parameters: number): Promise<void> {
    this.#check(sql, parameters === 0 ? 'any' : 'one')
    this.#isBlurred = true
    if (this.#isOver) return
    const text = sql.trim().replace(/;$/, '')
    this.#statements.push(parameters === 0 ? text : `${text} /* ${parameters} parameters */`)
  }

  async query(sql: string): Promise<never> {
    this.#check(sql, 'one')
    return this.#stopAt(`what "${firstLine(sql)}" gives`)
  }

  async ask(query: string, about: Asked): Promise<readonly Row[]> {
    if (this.#connection === undefined || this.#isBlurred) return this.#stopAt(inDoubt(about))
    return this.#connection.query(query)
  }

  /** Never comes back: what the function would do next is not known. */
  #stopAt(why: string): Promise<never> {
    this.#isOver = true
    this.#stop({ ends: `what follows depends on ${why}` })
    return new Promise(() => undefined)
  }

  end(): readonly string[] {
    this.#isOver = true
    return this.#statements
  }
}

function inDoubt({ table, column, isAboutKeys }: Asked): string {
  const label = labelOf(table)
  if (column === undefined) return `whether there is a table "${label}" then`
  return isAboutKeys === true
    ? `which foreign keys "${label}.${column}" has then`
    : `whether there is a column "${label}.${column}" then`
}
