import { expect, test } from 'vitest'
import { loadPostgresParser, splitStatements } from '#sql'
import { RULES } from '../../src/lint/postgres/rules/index.ts'
import { Schema } from '../../src/lint/postgres/schema.ts'
import { Audience } from '../../src/lint/postgres/topics.ts'
import { Transaction } from '../../src/lint/postgres/transaction.ts'
import { LIBRARY, LIBRARY_CASES, TYPES, TYPES_CASES } from './accuracy-cases.ts'
import { BEFORE, CASES } from './cases.ts'

const PART = { directives: [] } as unknown as ConstructorParameters<typeof Transaction>[0]

const WORLDS: readonly (readonly [before: string, texts: readonly string[]])[] = [
  [BEFORE, CASES.flatMap(([, breaks, sound]) => [...breaks, ...sound])],
  [LIBRARY, Object.values(LIBRARY_CASES).flat()],
  [
    TYPES,
    Object.values(TYPES_CASES).flatMap((clauses) =>
      clauses.map((clause) => `ALTER TABLE t ${clause}`),
    ),
  ],
]

test.each(WORLDS)(
  'a rule finds nothing in statements that it is not asked about',
  async (before, texts) => {
    const parser = await loadPostgresParser()
    const audience = new Audience(RULES)
    const missed: string[] = []
    let asked = 0
    for (const text of texts) {
      const schema = new Schema()
      schema.beginUnit('before')
      const transaction = new Transaction(PART)
      const statements = [before, text].map((sql) => splitStatements(sql, 'postgres', 'file'))
      for (const [unit, list] of statements.entries()) {
        if (unit === 1) schema.beginUnit('now')
        for (const statement of list) {
          const parsed = parser.parse(statement.text)
          if (parsed.kind === 'refused') continue
          const { tree } = parsed
          const around = unit === 1 ? transaction.at({ kind: 'joins' }) : undefined
          if (around !== undefined) {
            const listening = audience.of(tree)
            asked += listening.length
            for (const rule of RULES)
              if (
                !listening.includes(rule) &&
                rule.check({ statement, tree, schema, ...around }).length > 0
              )
                missed.push(`${rule.id}: ${statement.text}`)
            transaction.goOn(statement, tree, schema)
          }
          schema.apply(tree)
        }
      }
    }
    expect(missed).toEqual([])
    expect(asked).toBeGreaterThan(texts.length)
  },
)
