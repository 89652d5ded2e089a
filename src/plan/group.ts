import { splitPart, type SqlPart } from '#catalog'
import { godwitError } from '#core'
import {
  excerpt,
  transactionRole,
  type Directive,
  type Grammar,
  type IsolationLevel,
  type Statement,
} from '#sql'
import { Assertions } from './assertions.ts'
import { finishGroups, type MadeGroup } from './made-group.ts'
import type { Group, PlannedStatement, Step } from './types.ts'

/** How a file wants its statements grouped: `auto` by what the database allows, `none` each alone, `single` all in one. */
export type GroupMode = 'auto' | 'none' | 'single'

/** The grouping that a part's own directives ask for. */
export function transactionMode(directives: readonly Directive[]): GroupMode {
  return directives.find((directive) => directive.name === 'transaction')?.value ?? 'auto'
}

/**
 * Cuts a migration's text into groups: what can share a transaction does, what cannot stands alone, and the file's own
 * `BEGIN … COMMIT` blocks are kept.
 * @throws GodwitError `GODWIT_SQL_FORBIDDEN` for statements that would escape godwit's transaction or lock.
 */
export function groupStatements(
  source: SqlPart,
  grammar: Grammar,
  serverMajor: number | undefined,
  mode: GroupMode,
): readonly Group[] {
  const server = `${grammar} ${serverMajor} ${mode}`
  const before = cuts.get(source)
  if (before?.server === server) return before.groups
  const groups = cut(source, grammar, serverMajor, mode)
  cuts.set(source, { server, groups })
  return groups
}

/** How a text was cut last: a run plans twice, before it has the lock and with it. */
const cuts = new WeakMap<SqlPart, { readonly server: string; readonly groups: readonly Group[] }>()

function cut(
  source: SqlPart,
  grammar: Grammar,
  serverMajor: number | undefined,
  mode: GroupMode,
): readonly Group[] {
  const grouper = new Grouper(source, grammar, mode)
  for (const statement of splitPart(source, grammar)) {
    grouper.take(statement, transactionRole(statement, grammar, serverMajor))
  }
  return grouper.finish()
}

/**
 * The settings of the session that hold in a group because groups before it made them, in their order. A database puts the
 * session back after each group, so that the ledger is written as godwit itself; and a crash may lie in between.
 */
export function settingsBefore({ groups }: Pick<Step, 'groups'>, group: Group): PlannedStatement[] {
  return groups
    .slice(0, groups.indexOf(group))
    .flatMap(({ statements }) => statements.filter((statement) => statement.setting === true))
}

type Role = ReturnType<typeof transactionRole>
type OpenGroup = {
  readonly explicit: boolean
  readonly statements: PlannedStatement[]
  readonly isolation?: IsolationLevel
  readonly begun?: Statement
}

class Grouper {
  readonly #source: SqlPart
  readonly #assertions: Assertions
  readonly #mode: GroupMode
  readonly #groups: MadeGroup[] = []
  #open: OpenGroup | undefined
  /** Values of enums that the open group adds. */
  #addedValues: string[] = []
  /** With `single` the level that a BEGIN of the file asks for is that of the whole. */
  #isolation: IsolationLevel | undefined

  constructor(source: SqlPart, grammar: Grammar, mode: GroupMode) {
    this.#source = source
    this.#assertions = new Assertions(source, grammar)
    this.#mode = mode
  }

  take(statement: Statement, role: Role): void {
    switch (role.kind) {
      case 'forbidden':
        throw this.#forbidden(statement, role.why)
      case 'begin':
        return this.#begin(statement, role)
      case 'commit':
        return this.#commit(statement)
      case 'rollback':
        throw this.#forbidden(
          statement,
          'ROLLBACK in a migration would undo what the file has just done',
        )
      case 'session':
        return this.#session(statement)
      case 'alone':
        return this.#alone(statement, role.why)
      case 'setting':
        return this.#setting(statement)
      case 'joins':
        return this.#join(statement, role)
    }
  }

  finish(): readonly Group[] {
    if (this.#open?.explicit === true && this.#open.begun !== undefined)
      throw this.#forbidden(
        this.#open.begun,
        'this BEGIN has no COMMIT',
        'Add COMMIT; at the end, or remove BEGIN: godwit runs the file in a transaction anyway.',
      )
    this.#close()
    return finishGroups(this.#groups)
  }

  #begin(statement: Statement, role: Extract<Role, { kind: 'begin' }>): void {
    if (this.#mode === 'single') {
      this.#isolation ??= role.isolation
      return
    }
    if (this.#open?.explicit === true)
      throw this.#forbidden(statement, 'a transaction is open already')
    this.#close()
    this.#open = {
      explicit: true,
      statements: [],
      begun: statement,
      ...(role.isolation === undefined ? {} : { isolation: role.isolation }),
    }
  }

  #commit(statement: Statement): void {
    if (this.#mode === 'single') return
    if (this.#open?.explicit !== true)
      throw this.#forbidden(
        statement,
        'this COMMIT has no BEGIN before it',
        'Remove it: godwit commits the migration together with its record.',
      )
    this.#close()
  }

  #session(statement: Statement): void {
    if (this.#open?.explicit === true)
      throw this.#forbidden(
        statement,
        'inside a transaction this setting has no effect',
        'Move it before BEGIN or after COMMIT.',
      )
    this.#close()
    this.#groups.push({ kind: 'session', statements: [this.#planned(statement)] })
  }

  #alone(statement: Statement, why: string): void {
    if (this.#mode === 'single') return this.#join(statement, { kind: 'joins' })
    if (this.#open?.explicit === true)
      throw this.#forbidden(
        statement,
        `${why} cannot run inside a transaction`,
        'Move it out of the BEGIN … COMMIT block.',
      )
    this.#close()
    this.#groups.push({ kind: 'alone', statements: [this.#changing(statement)], why })
  }

  /** A setting is part of the transaction that it stands in; between what stands alone it waits for the next. */
  #setting(statement: Statement): void {
    this.#open ??= { explicit: false, statements: [] }
    this.#open.statements.push({ ...this.#planned(statement), setting: true })
  }

  #join(statement: Statement, { idleOutside }: Extract<Role, { kind: 'joins' }>): void {
    if (this.#mode === 'none' && this.#open?.explicit !== true) {
      if (idleOutside === true)
        throw this.#forbidden(
          statement,
          'outside a transaction this has no effect',
          'Put BEGIN and COMMIT around it and what it is for; a SET without LOCAL holds until the end of the file.',
        )
      this.#close()
      this.#groups.push(this.#byItself(statement))
      return
    }
    const uses = this.#addedValues.some((value) => statement.text.includes(value))
    if (uses && this.#open?.explicit === false && this.#mode === 'auto') this.#close()
    if (
      this.#mode === 'single' &&
      this.#open === undefined &&
      this.#groups.some((group) => group.kind === 'transaction')
    ) {
      throw this.#forbidden(
        statement,
        'a setting of the session above it parts what "transaction single" wants in one',
        'Move the setting above all other statements.',
      )
    }
    this.#open ??= { explicit: false, statements: [] }
    this.#open.statements.push(this.#changing(statement))
    this.#addedValues.push(...addedEnumValue(statement.text))
  }

  /** A transaction of its own lets a statement commit by itself as well, and with what says that it did. */
  #byItself(statement: Statement): MadeGroup {
    const statements = [this.#changing(statement)] as const
    return mayCommit(statement.text)
      ? { kind: 'alone', statements, why: 'it may end transactions itself' }
      : { kind: 'transaction', statements, explicit: true }
  }

  #close(): void {
    const open = this.#open
    this.#open = undefined
    this.#addedValues = []
    if (open === undefined || open.statements.length === 0) return
    const isolation = open.isolation ?? this.#isolation
    this.#groups.push({
      kind: 'transaction',
      statements: open.statements,
      explicit: open.explicit,
      ...(isolation === undefined ? {} : { isolation }),
    })
  }

  /** A statement that is no setting: if it does not assert, it may change something. */
  #changing(statement: Statement): PlannedStatement {
    const planned = this.#planned(statement)
    if (planned.assertion === undefined) this.#assertions.noteChange()
    return planned
  }

  #planned(statement: Statement): PlannedStatement {
    const { text, start, copyData } = statement
    const assertion = this.#assertions.of(statement)
    return {
      text,
      start,
      ...(copyData === undefined ? {} : { copyData }),
      ...(assertion === undefined ? {} : { assertion }),
    }
  }

  #forbidden(statement: Statement, why: string, next?: string): Error {
    const position = statement.start
    const { shown, fileText } = this.#source
    return godwitError('GODWIT_SQL_FORBIDDEN', {
      message: `${shown}:${position.line}:${position.column}: ${why}.`,
      detail: excerpt(fileText, position),
      database: 'The database is unchanged.',
      ...(next === undefined ? {} : { next: [next] }),
    })
  }
}

/** Procedures and anonymous blocks can hold COMMIT, which they may use only outside of transactions. */
function mayCommit(text: string): boolean {
  return /^(call|do|execute)\b/i.test(text)
}

/** The value that `ALTER TYPE … ADD VALUE` adds: it may not be used before the transaction has ended (PostgreSQL 12 and newer). */
function addedEnumValue(text: string): readonly string[] {
  const [, value] =
    /^\s*alter\s+type\b.*?\badd\s+value\s+(?:if\s+not\s+exists\s+)?('(?:[^']|'')+')/is.exec(text) ??
    []
  return value === undefined ? [] : [value]
}
