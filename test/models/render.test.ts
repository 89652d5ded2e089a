import { describe, expect, test } from 'vitest'
import { found, open, PLACES, shown, statementsOf } from './places.ts'
import * as shop from './shop-models.ts'

describe.each(PLACES)('$name', (place) => {
  test('a shop is made as its models say', async () => {
    await using made = await place.make()
    await using connection = await open(made.url)
    const statements = await statementsOf(connection, found(shop))
    await expect(`\n${shown(statements)}\n`).toMatchFileSnapshot(`shop-${place.dialect}.sql`)
    for (const { sql } of statements) await connection.execute(sql)
  })
})
