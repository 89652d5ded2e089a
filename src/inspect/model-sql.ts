import { godwitError } from '#core'
import type { Connection, ModelSql } from '#dialect'

/**
 * How models are written in the SQL of a session's database.
 * @throws GodwitError `GODWIT_UNSUPPORTED` where nobody knows
 */
export async function modelSqlOf({ dialect }: Connection): Promise<ModelSql> {
  const sql = await dialect.models?.()
  if (sql !== undefined) return sql
  throw godwitError('GODWIT_UNSUPPORTED', {
    message: `godwit writes no models in the SQL of ${dialect.product}.`,
  })
}
