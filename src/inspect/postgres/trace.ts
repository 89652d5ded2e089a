import type { Connection, TransactionSettings, UnitStatement } from '#dialect'
import { StatementWords, type Grammar } from '#sql'
import type { StatementTracer, Traced } from '../trace-contract.ts'
import { effectsBetween, locksHeld, type Before, type StatementKind } from './compare.ts'
import { heldBy, relationsIn, scansSoFar, type Held, type Relation } from './relations.ts'

/**
 * Runs statements on a scratch database of PostgreSQL and says what each did to what was there: the locks that its transaction
 * holds, relations with another file, tables that were read, columns and relations that are gone. Rows are not needed for it.
 */
export class Tracer implements StatementTracer {
  readonly #connection: Connection
  readonly #grammar: Grammar
  #relations: ReadonlyMap<string, Relation>
  readonly #inUse: ReadonlySet<string>

  private constructor(connection: Connection, relations: ReadonlyMap<string, Relation>) {
    this.#connection = connection
    this.#grammar = connection.dialect.grammar
    this.#relations = relations
    this.#inUse = new Set(relations.keys())
  }

  /** Begins with the schema as it is: what is there now counts as in use by others. */
  static async begin(connection: Connection): Promise<Tracer> {
    return new Tracer(connection, await relationsIn(connection))
  }

  /** Runs statements in one transaction. One that is refused leaves no trace, and the others run all the same. */
  async together(
    statements: readonly UnitStatement[],
    settings: TransactionSettings,
  ): Promise<readonly Traced[]> {
    const traced: Traced[] = []
    let held: readonly Held[] = []
    await this.#connection.begin(settings)
    try {
      // Nobody needs what is lost with a scratch database.
      await this.#connection.execute(`SET LOCAL synchronous_commit = off;\n${MARK}`)
      let scans = await scansSoFar(this.#connection)
      for (const statement of statements) {
        const before: Before = { relations: this.#relations, inUse: this.#inUse, held, scans }
        const refusal = await this.#run(statement)
        if (refusal !== undefined) {
          traced.push({ kind: 'refused', message: refusal })
          continue
        }
        held = await heldBy(this.#connection)
        traced.push({
          kind: 'done',
          effects: effectsBetween(before, held, kindOf(statement.text, this.#grammar)),
          held: locksHeld(before),
        })
        this.#relations = withChanges(this.#relations, held)
        scans = new Map([...scans, ...held.map((each) => [each.oid, each.scans] as const)])
      }
      await this.#connection.commit()
    } catch (error) {
      await this.#connection.rollback()
      // A check that waits for the end of the transaction may fail there; what was seen before it stands.
      if (traced.length < statements.length) throw error
      this.#relations = await relationsIn(this.#connection)
    }
    await this.#connection.resetSession()
    return traced
  }

  /** Runs statements outside of transactions: their locks are gone when they end, and what they changed is still seen. */
  async alone(
    statements: readonly UnitStatement[],
    settings: TransactionSettings,
  ): Promise<readonly Traced[]> {
    const traced: Traced[] = []
    for (const statement of statements) traced.push(await this.#one(statement, settings))
    await this.#connection.resetSession()
    return traced
  }

  async #one(statement: UnitStatement, settings: TransactionSettings): Promise<Traced> {
    const before: Before = {
      relations: this.#relations,
      inUse: this.#inUse,
      held: [],
      scans: new Map(),
    }
    try {
      await this.#connection.runAlone(statement, settings)
    } catch (error) {
      const { kind, message } = this.#connection.dialect.classify(error)
      if (kind === 'connection-lost') throw error
      return { kind: 'refused', message }
    }
    const relations = await relationsIn(this.#connection)
    const after = [...new Set([...before.relations.keys(), ...relations.keys()])].map((oid) => ({
      oid,
      modes: [],
      scans: 0,
      relation: relations.get(oid),
    }))
    this.#relations = relations
    const kind = kindOf(statement.text, this.#grammar)
    return { kind: 'done', effects: effectsBetween(before, after, kind), held: [] }
  }

  /** Runs a statement of a transaction, and marks the place behind it in the same message: to there the next one is undone. */
  async #run(statement: UnitStatement): Promise<string | undefined> {
    const { dialect } = this.#connection
    try {
      if (statement.copyData === undefined) {
        await this.#connection.execute(`${statement.text};\n${MARK}`)
      } else {
        await this.#connection.runAlone(statement, {})
        await this.#connection.execute(MARK)
      }
    } catch (error) {
      const { kind, message } = dialect.classify(error)
      if (kind === 'connection-lost') throw error
      await this.#connection.execute('ROLLBACK TO SAVEPOINT godwit_statement')
      return message
    }
    return undefined
  }
}

const MARK = 'SAVEPOINT godwit_statement'

function withChanges(
  relations: ReadonlyMap<string, Relation>,
  held: readonly Held[],
): ReadonlyMap<string, Relation> {
  const now = new Map(relations)
  for (const { oid, relation } of held)
    if (relation === undefined) now.delete(oid)
    else now.set(oid, relation)
  return now
}

const QUERIES = [
  'SELECT',
  'INSERT',
  'UPDATE',
  'DELETE',
  'MERGE',
  'WITH',
  'COPY',
  'VALUES',
  'TABLE',
  'DO',
  'CALL',
]

function kindOf(text: string, grammar: Grammar): StatementKind {
  const words = new StatementWords(text, grammar)
  if (words.takeOneOf(...QUERIES) !== undefined) return 'query'
  return words.take('TRUNCATE') ? 'truncate' : 'other'
}
