import type { Contestant } from './contract.ts'
import { dbmate } from './dbmate.ts'
import { drizzle } from './drizzle.ts'
import { godwit } from './godwit.ts'
import { golangMigrate } from './golang-migrate.ts'
import { goose } from './goose.ts'
import { knex } from './knex.ts'
import { kysely } from './kysely.ts'
import { nodePgMigrate, nodePgMigrateEach } from './node-pg-migrate.ts'
import { postgrator } from './postgrator.ts'
import { psql } from './psql.ts'
import { umzug } from './umzug.ts'

/** Everything that `bench:apply` compares. */
export const contestants: readonly Contestant[] = [
  psql,
  godwit,
  dbmate,
  goose,
  golangMigrate,
  nodePgMigrate,
  nodePgMigrateEach,
  knex,
  kysely,
  umzug,
  drizzle,
  postgrator,
]
