import { DatabaseSync } from '@photostructure/sqlite'
import type { Shop } from './shop.ts'

/** Runs one statement on the SQLite database of a shop, behind godwit's back. */
export async function sqlOf({ dir }: Shop, sql: string): Promise<Record<string, unknown>[]> {
  const database = new DatabaseSync(dir.join('app.db'))
  try {
    return database
      .prepare(sql)
      .all()
      .map((row) => ({ ...Object(row) }))
  } finally {
    database.close()
  }
}
