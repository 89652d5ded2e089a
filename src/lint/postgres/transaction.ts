import type { RangeVar } from 'libpg-query'
import type { SqlPart } from '#catalog'
import type { PostgresTree, Statement, TransactionRole } from '#sql'
import type { Scene } from '../rule.ts'
import { alterations } from './alterations.ts'
import { exclusivelyLocked } from './locks.ts'
import { droppedRelations, nameOf } from './names.ts'
import type { Schema } from './schema.ts'

/** Roles of statements that no transaction goes on behind. */
const ENDS: ReadonlySet<TransactionRole['kind']> = new Set(['begin', 'commit', 'rollback', 'alone'])

/** What the transaction of a statement holds before it, while a file is gone through. */
export class Transaction {
  /** Whether the file's statements run outside of transactions, but for those between its own BEGIN and COMMIT. */
  readonly #isOutside: boolean
  #inBlock = false
  #role: TransactionRole['kind'] = 'joins'
  readonly #earlier: { readonly statement: Statement; readonly tree: PostgresTree }[] = []
  readonly #locked: RangeVar[] = []
  readonly #lockedKeys = new Set<string>()

  constructor({ directives }: SqlPart) {
    this.#isOutside = directives.some(
      (directive) => directive.name === 'transaction' && directive.value === 'none',
    )
  }

  /** What a rule is to know of a statement's transaction; the statements before it were given to `goOn`. */
  at(role: TransactionRole): Pick<Scene, 'inTransaction' | 'earlier' | 'locked'> {
    this.#role = role.kind
    const inTransaction = this.#inBlock || (!this.#isOutside && this.#role !== 'alone')
    if (!inTransaction) this.#end()
    return { inTransaction, earlier: this.#earlier, locked: this.#locked }
  }

  /** Goes on behind the statement that was last looked at; `schema` is the one before it. */
  goOn(statement: Statement, tree: PostgresTree, schema: Schema): void {
    if (ENDS.has(this.#role)) {
      this.#inBlock = this.#role === 'begin'
      this.#end()
      return
    }
    if (this.#isOutside && !this.#inBlock) return
    if (isLookedBackAt(tree)) this.#earlier.push({ statement, tree })
    // Of a table that is dropped nobody waits for the lock.
    const gone =
      'DropStmt' in tree
        ? droppedRelations(tree.DropStmt.objects).map((name) => schema.keyOf(name))
        : []
    for (const table of exclusivelyLocked(tree, schema)) {
      const key = nameOf(table)
      if (gone.includes(key) || schema.isNew(table) || this.#lockedKeys.has(key)) continue
      this.#lockedKeys.add(key)
      this.#locked.push(table)
    }
  }

  #end(): void {
    this.#earlier.length = 0
    this.#locked.length = 0
    this.#lockedKeys.clear()
  }
}

/** What rules ask of the statements before one. All of them would be too many: a file can have thousands. */
function isLookedBackAt(tree: PostgresTree): boolean {
  return (
    'AlterEnumStmt' in tree ||
    'DropStmt' in tree ||
    alterations(tree, 'AT_AddConstraint').length > 0
  )
}
