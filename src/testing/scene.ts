import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { godwitError, systemClock } from '#core'
import type { Database } from '#dialect'
import { createMigrator, type Migrator, type MigratorOptions, type RunResult } from '#engine'
import type { ConformanceHarness } from './harness.ts'

/** One promise of every product. `run` rejects with a message that says what was broken. */
export type ContractCase<Harness extends ConformanceHarness> = {
  readonly name: string
  /** Why the case says nothing about this product; undefined when it can run. */
  lacking?(harness: Harness): string | undefined
  run(harness: Harness): Promise<void>
}

/** A case with a folder of migrations and a database of its own. */
export function promise<Harness extends ConformanceHarness>(
  name: string,
  check: (scene: Scene, harness: Harness) => Promise<void>,
): ContractCase<Harness> {
  return {
    name,
    async run(harness) {
      await using scene = await Scene.make(harness)
      await check(scene, harness)
    },
  }
}

/** A folder of migrations and a database for one case. */
export class Scene implements AsyncDisposable {
  /** The folder of the migrations. */
  readonly dir: string
  readonly #database: Database
  readonly #root: string
  readonly #harness: ConformanceHarness
  readonly #dispose: () => Promise<void>

  private constructor(
    root: string,
    harness: ConformanceHarness,
    { database, dispose }: Awaited<ReturnType<ConformanceHarness['database']>>,
  ) {
    this.dir = join(root, 'migrations')
    this.#database = database
    this.#root = root
    this.#harness = harness
    this.#dispose = dispose
  }

  static async make(harness: ConformanceHarness): Promise<Scene> {
    const root = await mkdtemp(join(tmpdir(), 'godwit-conformance-'))
    const scene = new Scene(root, harness, await harness.database())
    await mkdir(scene.dir)
    return scene
  }

  /** The address of the database. */
  get address(): string {
    if (typeof this.#database === 'string') return this.#database
    throw godwitError('GODWIT_INTERNAL', { message: 'the harness gives a client, not an address' })
  }

  migrator(options: Partial<MigratorOptions> = {}): Migrator {
    return createMigrator({ database: this.#database, dir: this.dir, ...options })
  }

  write(name: string, text: string): Promise<void> {
    return writeFile(join(this.dir, name), text)
  }

  /** A pair that creates and drops the table `t<number>`. */
  async pair(number: number): Promise<void> {
    const version = String(number).padStart(3, '0')
    await this.write(
      `${version}_t${number}.up.sql`,
      `${this.#harness.sql.createTable(`t${number}`)};\n`,
    )
    await this.write(
      `${version}_t${number}.down.sql`,
      `${this.#harness.sql.dropTable(`t${number}`)};\n`,
    )
  }

  /** A migration in code that tells that it runs, and waits until it is let go on, or the scene is over. */
  waiting(label: string, { first = '', head = '' } = {}): Promise<void> {
    const text = `import { existsSync, writeFileSync } from 'node:fs'
${head}
const sign = (name) => new URL('../${label}.' + name, import.meta.url)
export async function up(db) {
  ${first === '' ? '' : `await db.execute(${JSON.stringify(first)})`}
  writeFileSync(sign('begun'), '')
  while (existsSync(sign('begun')) && !existsSync(sign('go')) && !db.signal.aborted) await new Promise((resolve) => setTimeout(resolve, 5))
}
`
    return this.write(`${label}.mjs`, text)
  }

  /** Resolves when such a migration runs; rejects when the run that it belongs to is over before. */
  async begun(label: string, run?: Promise<RunResult>): Promise<void> {
    let over: unknown
    run?.then(
      (result) => void (over = result.ok ? result.status : result.error),
      (error: unknown) => void (over = error),
    )
    while (!existsSync(join(this.#root, `${label}.begun`))) {
      if (over !== undefined) equal(over, `${label} to run`)
      await systemClock.sleep(5)
    }
  }

  letGo(label: string): Promise<void> {
    return writeFile(join(this.#root, `${label}.go`), '')
  }

  /** Whether a table exists. */
  async hasTable(name: string): Promise<boolean> {
    return (await this.#count(this.#harness.sql.countTables(name))) > 0
  }

  /** How many rows a table has. */
  countRows(name: string): Promise<number> {
    return this.#count(`SELECT count(*) AS present FROM ${name}`)
  }

  /** Asks through a code migration that is never recorded. */
  async #count(sql: string): Promise<number> {
    let present = 0
    const { Registry } = await import('#catalog')
    const registry = new Registry().add('1_look', {
      up: async (db) => {
        const [row] = await db.query(sql)
        present = Number(row?.['present'])
        throw godwitError('GODWIT_CODE_FAILED', { message: 'only looking' })
      },
    })
    await using looker = createMigrator({
      database: this.#database,
      registry,
      service: 'conformance-look',
    })
    await looker.up()
    return present
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#dispose()
    await rm(this.#root, { recursive: true, force: true })
  }
}

/** How a run ended, and in which state a failed one left the database. */
export function ending(result: RunResult): readonly unknown[] {
  return [result.status, 'database' in result ? result.database : undefined]
}

/** Rejects what is not as promised. */
export function equal(actual: unknown, expected: unknown): void {
  const [a, b] = [JSON.stringify(actual), JSON.stringify(expected)]
  if (a !== b) throw godwitError('GODWIT_INTERNAL', { message: `expected ${b}, found ${a}` })
}
