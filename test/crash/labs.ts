import type { Lab } from './database.ts'
import { fileLab } from './file-lab.ts'
import type { DialectName } from './identity.ts'
import { mariadbLab } from './mariadb-lab.ts'
import { postgresLab } from './postgres-lab.ts'
import type { Program } from './program.ts'

/** The labs of one worker, each started at its first use. */
export interface Labs extends AsyncDisposable {
  of(dialect: DialectName): Promise<Lab>
}

export function makeLabs(program: Program): Labs {
  const started = new Map<DialectName, Promise<Lab>>()
  return {
    of: (dialect) => {
      const lab = started.get(dialect) ?? start(program, dialect)
      started.set(dialect, lab)
      return lab
    },
    [Symbol.asyncDispose]: async () => {
      for (const lab of started.values())
        await lab.then((one) => one[Symbol.asyncDispose]()).catch(() => undefined)
    },
  }
}

function start(program: Program, dialect: DialectName): Promise<Lab> {
  switch (dialect) {
    case 'pg':
      return postgresLab(program)
    case 'mariadb':
      return mariadbLab(program)
    case 'sqlite':
    case 'pglite':
      return fileLab(program, dialect)
  }
}
