// The real SQLite driver, as far as godwit uses it, with each call counted by `hook.mjs`.
const driver = await import('node:sqlite').catch(() => import('@photostructure/sqlite'))
// For the hook's own session.
globalThis[Symbol.for('godwit.test.driver')] = driver
const counted = globalThis[Symbol.for('godwit.test.counted')]

export class DatabaseSync {
  #database

  constructor(...values) {
    this.#database = new driver.DatabaseSync(...values)
  }

  exec(sql) {
    return counted(() => this.#database.exec(sql))
  }

  prepare(sql) {
    const statement = this.#database.prepare(sql)
    return {
      all: (...values) => counted(() => statement.all(...values)),
      run: (...values) => counted(() => statement.run(...values)),
    }
  }

  close() {
    this.#database.close()
  }
}
