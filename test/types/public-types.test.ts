import { execFile } from 'node:child_process'
import { readFile, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import type { PGlite } from '@electric-sql/pglite'
import type { DatabaseSync } from '@photostructure/sqlite'
import type { Connection as MysqlConnection, Pool as MysqlPool } from 'mysql2/promise'
import type { Client as PgClient, Pool } from 'pg'
import { describe, expect, expectTypeOf, test } from 'vitest'
import {
  createMigrator,
  defineConfig,
  defineMigration,
  type ErrorCode,
  type GodwitError,
  type GodwitEvent,
  isGodwitError,
  type LockHolder,
  type MigrationId,
  type Migrator,
  type Plan,
  type PlanResult,
  Registry,
  type RunResult,
  type Standing,
  type StepResult,
  type UnlockResult,
  type Version,
} from '../../src/index.ts'
import { tempDir } from '../setup/temp.ts'

const CHECKOUT = fileURLToPath(new URL('../..', import.meta.url))
const HERE = join(CHECKOUT, 'test', 'types')
/** Declarations that no file imports. */
const AMBIENT = join(CHECKOUT, 'src', '**', '*.d.ts')
const TSC = join(CHECKOUT, 'node_modules', '.bin', 'tsc')

/** What the compiler says about a project; nothing when it is content. */
async function compile(project: string): Promise<string> {
  const run = promisify(execFile)(TSC, ['--noEmit', '-p', project])
  return run.then(
    ({ stdout }) => stdout,
    ({ stdout }: { stdout: string }) => stdout,
  )
}

test('the types below are what the compiler says', async () => {
  expect(await compile(HERE)).toBe('')
})

test('a wrong claim about the types does not pass', async () => {
  await using dir = await tempDir('types')
  const planted = (await readFile(fileURLToPath(import.meta.url), 'utf8'))
    .replace(/toEqualTypeOf<GodwitError>\(\)/, 'toEqualTypeOf<string>()')
    .replaceAll(/'\.\.\/(\.\.\/src|setup)\//g, (_, folder) => `'${join(HERE, '..', folder)}/`)
  await writeFile(dir.join('planted.ts'), planted)
  const config = { extends: join(CHECKOUT, 'tsconfig.json'), include: ['planted.ts', AMBIENT] }
  await writeFile(dir.join('package.json'), '{ "type": "module" }')
  await writeFile(dir.join('tsconfig.json'), JSON.stringify(config))
  await symlink(join(CHECKOUT, 'node_modules'), dir.join('node_modules'))
  const errors = (await compile(dir.path)).split('\n').filter((line) => line.includes('error TS'))
  expect(errors).toEqual([expect.stringMatching(/planted\.ts\(\d+,\d+\): error TS2344: /)])
})

describe('RunResult', () => {
  const result = {} as RunResult

  test('ok tells whether there is an error', () => {
    if (result.ok) expectTypeOf(result).not.toHaveProperty('error')
    else expectTypeOf(result.error).toEqualTypeOf<GodwitError>()
    expectTypeOf<Extract<RunResult, { ok: true }>['status']>().toEqualTypeOf<
      'done' | 'nothing' | 'skipped'
    >()
    expectTypeOf<Extract<RunResult, { ok: false }>['status']>().toEqualTypeOf<
      'blocked' | 'locked' | 'failed' | 'interrupted'
    >()
  })

  test('status tells what else there is', () => {
    switch (result.status) {
      case 'done':
        expectTypeOf(result.standing).toEqualTypeOf<Standing>()
        expectTypeOf(result.steps).toEqualTypeOf<readonly StepResult[]>()
        expectTypeOf(result.version).toEqualTypeOf<Version | undefined>()
        break
      case 'nothing':
        expectTypeOf(result.waited).toEqualTypeOf<boolean>()
        break
      case 'skipped':
        expectTypeOf(result.holder).toEqualTypeOf<LockHolder | undefined>()
        break
      case 'blocked':
        expectTypeOf(result.problems).toEqualTypeOf<readonly GodwitError[]>()
        break
      case 'locked':
        expectTypeOf(result.holder).toEqualTypeOf<LockHolder | undefined>()
        break
      case 'failed':
        expectTypeOf(result.failed).toEqualTypeOf<MigrationId>()
        expectTypeOf(result.database).toEqualTypeOf<'unchanged' | 'partial' | 'unknown'>()
        break
      case 'interrupted':
        expectTypeOf(result.runId).toEqualTypeOf<string | undefined>()
        expectTypeOf(result.standing).toEqualTypeOf<Standing | undefined>()
        expectTypeOf(result.remaining).toEqualTypeOf<readonly MigrationId[]>()
        break
      default:
        expectTypeOf(result).toBeNever()
    }
  })
})

test('a plan is there only when it is allowed', () => {
  const result = {} as PlanResult
  if (result.ok) expectTypeOf(result.plan).toEqualTypeOf<Plan>()
  // @ts-expect-error: a forbidden plan has no steps
  else void result.plan
})

test('a lock that is free has no holder', () => {
  const lock = {} as UnlockResult
  if (lock.status === 'free') expectTypeOf(lock).toEqualTypeOf<{ readonly status: 'free' }>()
  else expectTypeOf(lock.holder).toEqualTypeOf<LockHolder>()
})

test('a listener knows the events of its type', () => {
  const migrator = {} as Migrator
  const listen = (): void => {
    migrator.on('step.failed', (event) => {
      expectTypeOf(event.error).toEqualTypeOf<GodwitError>()
      // @ts-expect-error: only a finished step has a duration
      void event.durationMs
    })
    migrator.on('*', (event) => expectTypeOf(event).toEqualTypeOf<GodwitEvent>())
    // @ts-expect-error: there is no such event
    migrator.on('step.done', () => {})
  }
  expectTypeOf(listen).toBeFunction()
})

test('options take what they say and nothing else', () => {
  const make = (): void => {
    createMigrator({ url: 'sqlite:app.db' })
    createMigrator({ database: { dialect: 'postgres', host: 'db', password: 'p@ss' } })
    createMigrator({ registry: new Registry(), lock: { ifLocked: 'skip', timeoutMs: 1000 } })
    // @ts-expect-error: misspelt
    createMigrator({ ulr: 'sqlite:app.db' })
    // @ts-expect-error: not one of wait, skip, fail
    createMigrator({ url: 'sqlite:app.db', lock: { ifLocked: 'ignore' } })
    // @ts-expect-error: neither an address nor a client
    createMigrator({ database: { url: 'sqlite:app.db' } })
    // @ts-expect-error: misspelt
    createMigrator({ database: { dialect: 'postgres', hots: 'db' } })
    createMigrator({ database: {} as Pool })
    createMigrator({ database: {} as PgClient })
    createMigrator({ database: {} as PGlite })
    createMigrator({ database: {} as InstanceType<typeof DatabaseSync> })
    createMigrator({ database: {} as MysqlPool })
    createMigrator({ database: {} as MysqlConnection })
    // @ts-expect-error: a number is not a version
    void createMigrator({ url: 'sqlite:app.db' }).upTo(7)
    defineMigration({ up: (db) => db.execute('SELECT 1') })
    // @ts-expect-error: a migration needs a way up
    defineMigration({ down: () => {} })
    defineMigration({
      async up(db) {
        const rows = await db.query<{ id: number }>('SELECT id FROM users')
        expectTypeOf(rows).toEqualTypeOf<{ id: number }[]>()
      },
    })
    defineConfig({ url: 'sqlite:app.db', lock: { ifLocked: 'wait' } })
    // @ts-expect-error: misspelt
    defineConfig({ urll: 'sqlite:app.db' })
  }
  expectTypeOf(make).toBeFunction()
})

test('a run has options of the migrator under the same names', () => {
  const call = (migrator: Migrator): void => {
    void migrator.up({ kind: 'latest' }, { lock: { ifLocked: 'fail' }, timeouts: { lockMs: 1 } })
    void migrator.plan({ direction: 'down', goal: { kind: 'count', count: 2 } })
    // @ts-expect-error: part of lock
    void migrator.up(undefined, { ifLocked: 'fail' })
    // @ts-expect-error: a saved plan goes one way
    void migrator.redo(1, { savedPlan: {} })
    // @ts-expect-error: up or down
    void migrator.plan({ direction: 'sideways' })
  }
  expectTypeOf(call).toBeFunction()
})

test('isGodwitError narrows, and a code is one of the list', () => {
  const error = {} as unknown
  if (isGodwitError(error)) expectTypeOf(error.code).toEqualTypeOf<ErrorCode>()
  expectTypeOf<'GODWIT_LOCKED'>().toExtend<ErrorCode>()
  expectTypeOf<'GODWIT_NONSENSE'>().not.toExtend<ErrorCode>()
})

test('a Migrator can be handed to await using', () => {
  expectTypeOf<Migrator>().toExtend<AsyncDisposable>()
})
