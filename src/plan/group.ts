import { splitPart, type SqlPart } from '#catalog'
import { godwitError } from '#core'
import {
  excerpt,
  isCondition,
  transactionRole,
  type Assertion,
  type Directive,
  type Grammar,
  type IsolationLevel,
  type Statement,
} from '#sql'
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

/** Whether a group leaves something behind, of which the journal or the record tells. */
export function isLasting({ kind }: Group): boolean {
  return kind !== 'session' && kind !== 'assert'
}

type Role = ReturnType<typeof transactionRole>
type MadeGroup = Group & { readonly explicit?: boolean }
type OpenGroup = {
  readonly explicit: boolean
  readonly statements: PlannedStatement[]
  readonly isolation?: IsolationLevel
  readonly begun?: Statement
}

class Grouper {
  readonly #source: SqlPart
  readonly #grammar: Grammar
  readonly #assertions: Extract<Directive, { name: 'assert' }>[]
  readonly #mode: GroupMode
  readonly #groups: MadeGroup[] = []
  #open: OpenGroup | undefined
  /** Values of enums that the open group adds. */
  #addedValues: string[] = []
  /** With `single` the level that a BEGIN of the file asks for is that of the whole. */
  #isolation: IsolationLevel | undefined

  /** Whether a statement came that may change something. */
  #mayHaveChanged = false

  constructor(source: SqlPart, grammar: Grammar, mode: GroupMode) {
    this.#source = source
    this.#grammar = grammar
    this.#assertions = source.directives.flatMap((directive) =>
      directive.name === 'assert' ? [directive] : [],
    )
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

  finish(): Group[] {
    if (this.#open?.explicit === true && this.#open.begun !== undefined)
      throw this.#forbidden(
        this.#open.begun,
        'this BEGIN has no COMMIT',
        'Add COMMIT; at the end, or remove BEGIN: godwit runs the file in a transaction anyway.',
      )
    this.#close()
    return mergeSoleBlock(this.#groups) ?? apartFromChecks(this.#groups.map(withoutOrigin))
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
    this.#mayHaveChanged ||= planned.assertion === undefined
    return planned
  }

  #planned(statement: Statement): PlannedStatement {
    const { text, start, copyData } = statement
    const assertion = this.#assertionOf(statement)
    return {
      text,
      start,
      ...(copyData === undefined ? {} : { copyData }),
      ...(assertion === undefined ? {} : { assertion }),
    }
  }

  /** That of the directive above a statement. */
  #assertionOf({ text, start }: Statement): Assertion | undefined {
    const [next] = this.#assertions
    if (next === undefined || next.position.offset > start.offset) return undefined
    this.#assertions.shift()
    return {
      text: next.text,
      when: this.#mayHaveChanged ? 'after' : 'before',
      isCondition: isCondition(text, this.#grammar),
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

/**
 * A file whose only block is its own BEGIN … COMMIT, perhaps with statements around it, runs as one transaction, so that it
 * takes effect with its record or not at all.
 */
function mergeSoleBlock(groups: readonly MadeGroup[]): Group[] | undefined {
  const transactions = groups.filter((group) => group.kind === 'transaction')
  const blocks = transactions.filter((group) => group.explicit === true)
  if (
    blocks.length !== 1 ||
    transactions.length === 1 ||
    groups.some((group) => group.kind !== 'transaction')
  )
    return undefined
  const isolation = blocks[0]?.isolation
  return [
    {
      kind: 'transaction',
      statements: transactions.flatMap((group) => group.statements),
      ...(isolation === undefined ? {} : { isolation }),
    },
  ]
}

/** A group as the plan knows it. One of several that would be a transaction of settings alone leaves nothing to record. */
function withoutOrigin(
  { explicit, ...group }: MadeGroup,
  _index: number,
  { length }: readonly MadeGroup[],
): Group {
  const { kind, statements } = group
  const isSettings = explicit === false && statements.every(({ setting }) => setting === true)
  return kind === 'transaction' && isSettings && length > 1
    ? { kind: 'session', statements }
    : group
}

/** Of several groups those that only assert have nothing to record, unless the record itself is written with them. */
function apartFromChecks(groups: readonly Group[]): Group[] {
  const last = groups.findLastIndex(isLasting)
  return groups.map((group, index) =>
    index !== last && group.kind === 'transaction' && onlyLooks(group)
      ? { ...group, kind: 'assert' }
      : group,
  )
}

function onlyLooks({ statements }: Group): boolean {
  return (
    statements.some(({ assertion }) => assertion !== undefined) &&
    statements.every(({ assertion, setting }) => assertion !== undefined || setting === true)
  )
}
